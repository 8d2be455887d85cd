namespace HeadTracker.Tracking;

/// <summary>Keeps what a frame sink throws from the run: it gets nothing more, and the others go on.</summary>
/// <param name="inner">Stays the caller's.</param>
/// <param name="failed">Told once.</param>
public sealed class IsolatedFrameSink(IFrameSink inner, Action<Exception> failed) : IFrameSink
{
    private bool _hasFailed;

    /// <inheritdoc/>
    public void Write(TrackedFrame frame)
    {
        if (_hasFailed) return;
        try
        {
            inner.Write(frame);
        }
        catch (Exception e)
        {
            _hasFailed = true;
            failed(e);
        }
    }

    /// <summary>Leaves the inner sink to its owner.</summary>
    public void Dispose()
    {
    }
}
