namespace HeadTracker.Capture;

/// <summary>A source that was fetched from elsewhere into a temporary file.</summary>
/// <param name="name">Where it is from, for people.</param>
/// <param name="inner">Reads the file; owned from now on.</param>
/// <param name="file">Owned from now on.</param>
internal sealed class FetchedSource(string name, IFrameSource inner, TemporaryFile file) : WrappedSource(inner)
{
    public override string Name => name;

    public override string? Problem => Inner.Problem?.Replace(Inner.Name, name, StringComparison.Ordinal);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) file.Dispose();
    }
}
