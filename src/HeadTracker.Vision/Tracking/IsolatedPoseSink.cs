using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>Keeps what a pose sink throws from the run: it gets nothing more, and the others go on.</summary>
/// <param name="inner">Owned.</param>
/// <param name="failed">Told once.</param>
public sealed class IsolatedPoseSink(IPoseSink inner, Action<Exception> failed) : IPoseSink
{
    private bool _hasFailed;

    /// <inheritdoc/>
    public void Write(TrackingResult result)
    {
        if (_hasFailed) return;
        try
        {
            inner.Write(result);
        }
        catch (Exception e)
        {
            _hasFailed = true;
            failed(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
