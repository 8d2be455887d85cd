using HeadTracker.Output;
using HeadTracker.Rendering;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>
/// The files of <c>track --out</c>: poses.jsonl, poses.csv, annotated.mp4, summary.json, and attention.jsonl with driver monitoring. All
/// of them appear, or none.
/// </summary>
public sealed class TrackingFiles : IPoseSink
{
    private readonly OutputFolder _folder;
    private readonly PoseFiles _poses;
    private readonly AnnotatedVideoSink _film;
    private readonly AttentionLogSink? _log;

    /// <param name="framesPerSecond">Rate of the film.</param>
    /// <param name="isLive">Whether frames come at their own time.</param>
    /// <param name="withAttention">Whether warnings get a log.</param>
    /// <exception cref="UserErrorException">The folder cannot be written to.</exception>
    public TrackingFiles(string path, double framesPerSecond, bool isLive, float fieldOfView, bool withAttention)
    {
        _folder = new OutputFolder(path) { IsPrivate = true };
        try
        {
            _poses = new PoseFiles(_folder);
            if (withAttention) _log = new AttentionLogSink(_folder, "attention.jsonl");
            _film = new AnnotatedVideoSink(_folder, "annotated.mp4", framesPerSecond, isLive, fieldOfView);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path => _folder.Path;

    public IFrameSink Film => _film;

    public void Write(TrackingResult result)
    {
        _poses.Write(result);
        _log?.Write(result);
    }

    /// <summary>Finishes every file and gives them their names. Call it once the pipeline has ended.</summary>
    public void Complete(RunSummary summary)
    {
        _poses.Complete();
        _log?.Complete();
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
        _poses?.Dispose();
        _log?.Dispose();
        _film?.Dispose();
    }
}
