namespace HeadTracker.Output;

/// <summary>The files of <c>track --out</c>: poses.jsonl, poses.csv, annotated.mp4, summary.json. All of them appear, or none.</summary>
public sealed class TrackingFiles : IDisposable
{
    private readonly OutputFolder _folder;
    private readonly PoseJsonLinesSink _lines;
    private readonly PoseCsvSink _table;
    private readonly AnnotatedVideoSink _film;

    /// <param name="framesPerSecond">Rate of the film.</param>
    /// <param name="isLive">Whether frames come at their own time.</param>
    /// <exception cref="UserErrorException">The folder cannot be written to.</exception>
    public TrackingFiles(string path, double framesPerSecond, bool isLive, float fieldOfView)
    {
        _folder = new OutputFolder(path);
        try
        {
            _lines = new PoseJsonLinesSink(_folder, "poses.jsonl");
            _table = new PoseCsvSink(_folder, "poses.csv");
            _film = new AnnotatedVideoSink(_folder, "annotated.mp4", framesPerSecond, isLive, fieldOfView);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path => _folder.Path;

    public IEnumerable<IPoseSink> PoseSinks => [_lines, _table];

    public IEnumerable<IFrameSink> FrameSinks => [_film];

    /// <summary>Finishes every file and gives them their names. Call it once the pipeline has ended.</summary>
    public void Complete(RunSummary summary)
    {
        _lines.Complete();
        _table.Complete();
        _film.Complete();
        _folder.Guard(() => File.WriteAllText(_folder.Begin("summary.json"), summary.ToJson()));
        // Closed first: an open file cannot be renamed on Windows.
        CloseFiles();
        _folder.Commit();
    }

    public void Dispose()
    {
        CloseFiles();
        _folder.Dispose();
    }

    private void CloseFiles()
    {
        _lines?.Dispose();
        _table?.Dispose();
        _film?.Dispose();
    }
}
