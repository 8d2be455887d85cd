using HeadTracker.Output;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>Files that are begun and ended while the run goes on: those of <see cref="TrackingFiles"/>, in a folder for each recording.</summary>
/// <remarks>
/// Poses and film are both written on the output thread, so that they hold the same frames. The film is drawn into the frames: this
/// is the last of the sinks. A recording that cannot be written ends with a warning, the run goes on.
/// </remarks>
/// <param name="report">Told in one sentence why a recording broke off; called on the output thread.</param>
public sealed class RecordingSink(float fieldOfView, Action<string> report) : IFrameSink
{
    private readonly Lock _gate = new();
    private TrackingFiles? _files;

    /// <summary>The folder that is being recorded to, or null.</summary>
    public string? Path
    {
        get
        {
            lock (_gate) return _files?.Path;
        }
    }

    /// <param name="path">A folder, which is made if need be.</param>
    /// <param name="framesPerSecond">Rate of the film.</param>
    /// <param name="isLive">Whether frames come at their own time.</param>
    /// <param name="withAttention">Whether warnings get a log.</param>
    /// <exception cref="UserErrorException">The folder cannot be written to, or a recording is running.</exception>
    public void Start(string path, double framesPerSecond, bool isLive, bool withAttention)
    {
        lock (_gate)
        {
            if (_files is not null) throw new UserErrorException($"A recording to {_files.Path} is running; end it first.");
            _files = new TrackingFiles(path, framesPerSecond, isLive, fieldOfView, withAttention);
        }
    }

    /// <summary>Finishes the files.</summary>
    /// <param name="summarise">Gives what <c>summary.json</c> says.</param>
    /// <returns>The folder, or null when nothing was being recorded.</returns>
    /// <exception cref="UserErrorException">A file could not be finished; none is left then.</exception>
    public string? Stop(Func<RunSummary> summarise)
    {
        using var files = Take();
        files?.Complete(summarise());
        return files?.Path;
    }

    public void Write(TrackedFrame frame)
    {
        lock (_gate)
        {
            if (_files is null) return;
            try
            {
                _files.Write(frame.Result);
                _files.Film.Write(frame);
            }
            catch (Exception e)
            {
                _files.Dispose();
                _files = null;
                report(Guard.Told(e));
            }
        }
    }

    /// <summary>Call it after <see cref="Stop"/>; a recording that still runs is dropped.</summary>
    public void Dispose() => Take()?.Dispose();

    private TrackingFiles? Take()
    {
        lock (_gate)
        {
            var files = _files;
            _files = null;
            return files;
        }
    }
}
