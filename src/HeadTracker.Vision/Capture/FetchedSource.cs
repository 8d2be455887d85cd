namespace HeadTracker.Capture;

/// <summary>A source that was fetched from elsewhere into a temporary file.</summary>
/// <param name="name">Where it is from, for people.</param>
/// <param name="inner">Reads the file; owned from now on.</param>
/// <param name="file">Owned from now on.</param>
internal sealed class FetchedSource(string name, IFrameSource inner, TemporaryFile file) : IFrameSource
{
    public string Name => name;

    public bool IsLive => inner.IsLive;

    public double FramesPerSecond => inner.FramesPerSecond;

    public long? FrameCount => inner.FrameCount;

    public string? Problem => inner.Problem?.Replace(inner.Name, name, StringComparison.Ordinal);

    public bool TryRead(Frame frame, CancellationToken cancellation) => inner.TryRead(frame, cancellation);

    public void Dispose()
    {
        inner.Dispose();
        file.Dispose();
    }
}
