using HeadTracker.Output;
using HeadTracker.Rendering;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>How the files of a run are written.</summary>
/// <param name="FramesPerSecond">Rate of the film.</param>
/// <param name="IsLive">Whether frames come at their own time.</param>
/// <param name="FieldOfView">The camera's diagonal field of view in degrees.</param>
/// <param name="WithAttention">Whether warnings get a log.</param>
/// <param name="WithFilm">Whether there is a film.</param>
/// <param name="Originals">What the run reads, which is not replaced.</param>
public sealed record TrackingFilesOptions(double FramesPerSecond, bool IsLive, float FieldOfView, bool WithAttention, bool WithFilm,
    params IReadOnlyList<Original> Originals);

/// <summary>
/// The files of <c>track --out</c>: poses.jsonl, poses.csv, annotated.mp4 unless it is not wanted, summary.json, and attention.jsonl with driver
/// monitoring. All of them appear, or none; but a film that cannot be encoded is left out.
/// </summary>
public sealed class TrackingFiles : IPoseSink
{
    public const string FilmName = "annotated.mp4";

    private readonly OutputFolder _folder;
    private readonly PoseFiles _poses;
    private readonly AnnotatedVideoSink? _film;
    private readonly AttentionLogSink? _log;

    /// <param name="path">A folder, which is made if need be.</param>
    /// <param name="options">How they are written.</param>
    /// <param name="report">Told in one sentence why the film is left out.</param>
    /// <exception cref="UserErrorException">The folder cannot be written to, or an original would be replaced.</exception>
    public TrackingFiles(string path, TrackingFilesOptions options, Action<string> report)
    {
        _folder = new OutputFolder(path, options.Originals) { IsPrivate = true };
        try
        {
            _poses = new PoseFiles(_folder);
            if (options.WithAttention) _log = new AttentionLogSink(_folder, "attention.jsonl");
            if (options.WithFilm)
            {
                _film = new AnnotatedVideoSink(_folder, FilmName, options.FramesPerSecond, options.IsLive, options.FieldOfView, report);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path => _folder.Path;

    /// <summary>Gets the pictures of the film; null when there is to be none.</summary>
    public IFrameSink? Film => _film;

    /// <summary>How the film is coded; null as long as there is none.</summary>
    public FilmCodec? Codec => _film?.Codec;

    /// <summary>Whether a film that had begun is lost, which has been reported.</summary>
    public bool HasBrokenFilm => _film is { IsBroken: true };

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
        _film?.Complete();
        _folder.Guard(() => File.WriteAllText(_folder.Begin("summary.json"), (summary with { Film = Codec }).ToJson()));
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
