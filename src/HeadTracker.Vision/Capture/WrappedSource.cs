namespace HeadTracker.Capture;

/// <summary>Another source with something done to its pictures, times or name; what a kind of it does not change is the other's.</summary>
/// <param name="inner">Owned from now on.</param>
public abstract class WrappedSource(IFrameSource inner) : IFrameSource
{
    /// <summary>The other one.</summary>
    protected IFrameSource Inner => inner;

    /// <inheritdoc/>
    public virtual string Name => inner.Name;

    /// <inheritdoc/>
    public bool IsLive => inner.IsLive;

    /// <inheritdoc/>
    public double FramesPerSecond => inner.FramesPerSecond;

    /// <inheritdoc/>
    public long? FrameCount => inner.FrameCount;

    /// <inheritdoc/>
    public virtual string? Problem => inner.Problem;

    /// <inheritdoc/>
    public int LeftOut => inner.LeftOut;

    /// <inheritdoc/>
    public virtual bool TryRead(Frame frame, CancellationToken cancellation) => inner.TryRead(frame, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the other source, and in a kind of it of whatever that owns besides.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
    }
}
