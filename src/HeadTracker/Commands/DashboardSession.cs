using System.Globalization;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Dashboard;
using HeadTracker.Estimation;
using HeadTracker.Inference;
using HeadTracker.Output;
using HeadTracker.Settings;

namespace HeadTracker.Commands;

/// <summary>A run as the dashboard sees and steers it.</summary>
internal sealed class DashboardSession(Engines engines, TrackRequest request, TrackRun run, LiveFigures figures, RecordingSink recording, LiveSettings settings)
    : IDashboardSession
{
    // One change of source, model or recording at a time.
    private readonly Lock _gate = new();
    private readonly string _firstSource = request.Sources.Count == 1 ? request.Sources[0] : "";
    private readonly string _firstName = run.SourceName;
    private volatile string? _problem;
    private long _settingsVersion;

    /// <summary>One sentence on what is wrong with the source, or null. Any thread may set it.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    public SessionStatus Status => new(
        State,
        _problem,
        run.SourceName,
        engines.Estimator.Name,
        engines.Estimator.Provider,
        engines.Detector.Name,
        engines.Detector.Provider,
        figures.FramesPerSecond,
        run.Pipeline.Statistics.Frames,
        run.Pipeline.Statistics.Dropped,
        figures.Of(run.Pipeline.Statistics),
        IsPaused,
        request.Output is not null ? run.OutputPath : recording.Path,
        Interlocked.Read(ref _settingsVersion),
        null);

    public SessionChoices Choices => new(Sources(), Models());

    public bool IsPaused
    {
        get => run.Pipeline.IsPaused;
        set => run.Pipeline.IsPaused = value;
    }

    public string Settings => SettingsJson.Write(settings.Current);

    public string SettingsSchema => SettingsJson.WriteSchema();

    private string State =>
        run.Source.HasEnded ? "ended" : IsPaused ? "paused" : _problem is not null ? "no-signal" : TrackingStateName.Of(figures.State);

    public void Recentre() => run.Tracker.Recentre();

    public string Record(bool on)
    {
        if (request.Output is not null) throw new UserErrorException($"This run records to {run.OutputPath} from its start to its end; start without --out to record parts of it.");
        lock (_gate)
        {
            if (!on) return recording.Stop(() => run.Summarise(interrupted: false)) ?? throw new UserErrorException("Nothing is being recorded.");
            var path = Path.GetFullPath(string.Create(CultureInfo.InvariantCulture, $"headtracker-{DateTime.Now:yyyyMMdd-HHmmss}"));
            recording.Start(path, run.Source.FramesPerSecond, isLive: true);
            return path;
        }
    }

    public void SwitchSource(string source)
    {
        if (!request.StaysOpen) throw new UserErrorException("A headless run keeps its source; start without --headless to choose another one.");
        lock (_gate)
        {
            // The page knows sources by their names for people; a file's is not its path.
            run.Source.Switch(source == _firstName && _firstSource.Length > 0 ? _firstSource : source);
            _problem = null;
        }
    }

    public void SwitchModel(string model)
    {
        lock (_gate) engines.SwitchModel(model);
    }

    public void ReplaceSettings(string json)
    {
        settings.Replace(SettingsJson.Parse(json));
        Interlocked.Increment(ref _settingsVersion);
    }

    public void ChangeSettings(string json)
    {
        settings.Change(current => SettingsJson.Patch(current, json));
        Interlocked.Increment(ref _settingsVersion);
    }

    private List<Choice> Sources()
    {
        var cameras = CameraList.Find().Select(camera =>
            new Choice(camera.Number.ToString(CultureInfo.InvariantCulture), camera.Problem is null ? camera.Name : $"{camera.Name} (not available)"));
        var first = _firstSource.Length > 0 && !int.TryParse(_firstSource, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? new[] { new Choice(_firstSource, _firstName) } : [];
        return [.. first, .. cameras];
    }

    private static List<Choice> Models() =>
    [
        .. ModelManifest.ReadFrom(ModelFiles.Folder).Models.Where(entry => entry.Contract is not null).Select(entry => Path.GetFileNameWithoutExtension(entry.File)).Select(name => new Choice(name, name)),
        new Choice(PoseEstimators.Landmarks, PoseEstimators.Landmarks),
    ];
}
