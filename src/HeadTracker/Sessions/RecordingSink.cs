using HeadTracker.Output;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>Files that are begun and ended while the run goes on: those of <see cref="TrackingFiles"/>, in a folder for each recording.</summary>
/// <remarks>
/// Poses and film are both written on the output thread, so that they hold the same frames. The film is drawn into the frames: this
/// is the last of the sinks. A recording that cannot be written ends with a warning, the run goes on.
/// </remarks>
/// <param name="report">Told in one sentence why a recording broke off, or has no film; called on the output thread, or by <see cref="Stop"/>.</param>
public sealed class RecordingSink(Action<string> report) : IFrameSink
{
    /// <summary>Held for the blink in which <see cref="_files"/> changes: whoever asks for the path does not wait for the film.</summary>
    private readonly Lock _gate = new();

    /// <summary>Held while a frame is written or the files are finished. Taken before the other one.</summary>
    private readonly Lock _writing = new();

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
    /// <param name="options">How the files are written.</param>
    /// <exception cref="UserErrorException">The folder cannot be written to, or a recording is running.</exception>
    public void Start(string path, TrackingFilesOptions options)
    {
        lock (_gate)
        {
            if (_files is not null) throw new UserErrorException($"A recording to {_files.Path} is running; end it first.");
            _files = new TrackingFiles(path, options, report);
        }
    }

    /// <summary>Finishes the files.</summary>
    /// <param name="summarise">Gives what <c>summary.json</c> says.</param>
    /// <returns>The folder, or null when nothing was being recorded.</returns>
    /// <exception cref="UserErrorException">A file could not be finished; none is left then.</exception>
    public string? Stop(Func<RunSummary> summarise)
    {
        lock (_writing)
        {
            using var files = Take();
            files?.Complete(summarise());
            return files?.Path;
        }
    }

    public void Write(TrackedFrame frame)
    {
        lock (_writing)
        {
            TrackingFiles? files;
            lock (_gate) files = _files;
            if (files is null) return;
            try
            {
                files.Write(frame.Result);
                files.Film?.Write(frame);
            }
            catch (Exception e)
            {
                Take()?.Dispose();
                report(Guard.Told(e));
            }
        }
    }

    /// <summary>Call it after <see cref="Stop"/>; a recording that still runs is dropped.</summary>
    public void Dispose()
    {
        lock (_writing) Take()?.Dispose();
    }

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
