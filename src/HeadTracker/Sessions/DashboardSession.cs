using System.Globalization;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Dashboard;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;
using HeadTracker.Output.Network;
using HeadTracker.Profiles;
using HeadTracker.Serialization;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>A run as the dashboard sees and steers it.</summary>
internal sealed class DashboardSession : IDashboardSession
{
    private readonly Engines _engines;
    private readonly TrackRequest _request;
    private readonly DashboardRequest _dashboard;
    private readonly TrackRun _run;
    private readonly LiveFigures _figures;
    private readonly LiveAxes _axes;
    private readonly RecordingSink _recording;

    // One change of source, model or recording at a time.
    private readonly Lock _gate = new();
    private readonly string _firstSource;
    private readonly string _firstName;
    private volatile string? _problem;
    private volatile string? _notice;
    private long _settingsVersion;

    /// <summary>Everything stays the caller's.</summary>
    public DashboardSession(Engines engines, TrackRequest request, DashboardRequest dashboard, TrackRun run, LiveFigures figures, LiveAxes axes,
        RecordingSink recording)
    {
        (_engines, _request, _dashboard, _run, _figures, _axes, _recording) = (engines, request, dashboard, run, figures, axes, recording);
        (_firstSource, _firstName) = (request.Sources.Count == 1 ? request.Sources[0] : "", run.SourceName);
        _notice = dashboard.Notice;
        request.Settings.Changed += _ => Interlocked.Increment(ref _settingsVersion);
    }

    /// <summary>One sentence on what is wrong with the source, or null. Any thread may set it.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    public SessionStatus Status => new(
        State,
        _problem ?? _run.Source.Problem ?? _notice,
        _run.SourceName,
        _engines.Estimator.Name,
        _engines.Estimator.Provider,
        _engines.Detector.Name,
        _engines.Detector.Provider,
        _figures.FramesPerSecond,
        _run.Pipeline.Statistics.Frames,
        _run.Pipeline.Statistics.Dropped,
        _figures.Of(_run.Pipeline.Statistics),
        IsPaused,
        _request.Output is not null ? _run.OutputPath : _recording.Path,
        Interlocked.Read(ref _settingsVersion))
    {
        FieldOfView = _request.Tracker.FieldOfView,
        Outputs = Receivers(),
        Profile = _dashboard.Profile.Current?.Name,
    };

    public SessionChoices Choices => new(Sources(), Models()) { Profiles = Profile.Names };

    public AxesFigures Axes => _axes.Now;

    public bool IsPaused
    {
        get => _run.Pipeline.IsPaused;
        set => _run.Pipeline.IsPaused = value;
    }

    public string Settings => SettingsJson.WriteShown(_request.Settings.Current);

    public string SettingsSchema => SettingsJson.WriteSchema();

    private string State =>
        _run.Source.HasEnded ? "ended" : IsPaused ? "paused" : _problem is not null || _run.IsWithoutPictures ? "no-signal" : WireName.Of(_figures.State);

    public void Recentre() => _run.Recentre();

    public string Record(bool on)
    {
        if (_request.Output is not null)
        {
            throw new UserErrorException($"This run records to {_run.OutputPath} from its start to its end; start without --out to record parts of it.");
        }

        lock (_gate)
        {
            if (!on) return _recording.Stop(() => _run.Summarise(interrupted: false)) ?? throw new UserErrorException("Nothing is being recorded.");
            var path = RecordingFolder.NewIn(Directory.GetCurrentDirectory(), DateTime.Now);
            _recording.Start(path, new TrackingFilesOptions(
                _run.Source.FramesPerSecond, IsLive: true, _request.Tracker.FieldOfView, _request.Settings.Current.Attention.Enabled, _request.WithFilm));
            return path;
        }
    }

    public void SwitchSource(string source)
    {
        lock (_gate)
        {
            var chosen = OfferedSource(source);
            _run.Source.Switch(chosen);
            _problem = null;
            _notice = null;
            if (IsCamera(chosen)) Keep(settings => settings with { Camera = settings.Camera with { Source = chosen } });
        }
    }

    public void SwitchModel(string model)
    {
        lock (_gate)
        {
            var chosen = Offered(Models(), model).Value;
            _engines.SwitchModel(chosen);
            Keep(settings => settings with { Model = settings.Model with { Pose = chosen } });
        }
    }

    public void SwitchProfile(string name)
    {
        // Only names of the user's folder: whoever holds the token may not have any file read.
        if (!Profile.Names.Contains(name)) throw new UserErrorException($"There is no profile '{name}' here; take {string.Join(", ", Profile.Names)}.");
        lock (_gate) _dashboard.Profile.Switch(Profile.Of(name));
    }

    public void SaveProfile(string name)
    {
        var profile = Profile.Of(name);
        if (Path.GetDirectoryName(profile.Path) != Profile.Folder || profile.Path != Path.Combine(Profile.Folder, name + ".json"))
        {
            throw new UserErrorException("A profile's name is letters and digits; leave out folders and endings.");
        }

        lock (_gate) _dashboard.Profile.SaveAs(profile);
    }

    public void ReplaceSettings(string json)
    {
        var settings = SettingsJson.Parse(json);
        lock (_gate) Keep(before => Allowed(settings, before));
    }

    public void ChangeSettings(string json)
    {
        lock (_gate) Keep(before => Allowed(SettingsJson.Patch(before, json), before));
    }

    private void Keep(Func<TrackerSettings, TrackerSettings> change) => _dashboard.Profile.Keep(change);

    /// <summary>
    /// Settings as asked for, which may name no other source or model than what is offered: whoever holds the token may not open any file of
    /// this machine, nor have it opened by the next start.
    /// </summary>
    /// <param name="asked">With the source as it was shown.</param>
    /// <param name="before">The settings that they take the place of.</param>
    /// <exception cref="UserErrorException">They name another one.</exception>
    private TrackerSettings Allowed(TrackerSettings asked, TrackerSettings before)
    {
        var now = _request.Settings.Current;
        if (!IsKept(asked.Model.Pose, before.Model.Pose, now.Model.Pose)) Offered(Models(), asked.Model.Pose!);
        if (!IsKept(asked.Model.Detector, before.Model.Detector, now.Model.Detector)) Offered(Detectors, asked.Model.Detector!);
        if (asked.Camera.Source is not { } source) return asked;
        var opened = IsKept(source, before.Camera.Source, now.Camera.Source) ? before.Camera.Source : OfferedSource(source);
        return asked with { Camera = asked.Camera with { Source = opened } };
    }

    /// <summary>Whether a value is one that was shown before, or none.</summary>
    private static bool IsKept(string? asked, params ReadOnlySpan<string?> before)
    {
        if (asked is null) return true;
        foreach (var one in before)
        {
            if (one is not null && (asked == one || asked == SourceText.Shown(one))) return true;
        }

        return false;
    }

    private static bool IsCamera(string source) => int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>The choice of this value or name.</summary>
    private static Choice Offered(List<Choice> choices, string name) =>
        choices.Find(choice => choice.Value == name) ?? choices.Find(choice => choice.Label == name)
        ?? throw new UserErrorException($"'{SourceText.Shown(name)}' is not offered here; take {string.Join(", ", choices.Select(choice => choice.Label))}.");

    private static List<Choice> Detectors => [.. FaceDetectors.BuiltIn.Keys.Select(name => new Choice(name, name))];

    /// <summary>What is opened for a source's value or name.</summary>
    private string OfferedSource(string source)
    {
        if (!_request.StaysOpen) throw new UserErrorException("A headless run keeps its source; start without --headless to choose another one.");
        var chosen = Offered(Sources(), source).Value;
        return chosen == SourceText.Shown(_firstSource) ? _firstSource : chosen;
    }

    private List<Choice> Sources()
    {
        var cameras = CameraList.Find().Select(camera =>
            new Choice(camera.Number.ToString(CultureInfo.InvariantCulture), camera.Problem is null ? camera.Name : $"{camera.Name} (not available)"));
        var first = _firstSource.Length > 0 && !IsCamera(_firstSource) ? new[] { new Choice(SourceText.Shown(_firstSource), _firstName) } : [];
        return [.. first, .. cameras];
    }

    /// <summary>How each output fares, under the name that the settings have for it.</summary>
    private List<OutputState> Receivers()
    {
        var states = _run.Receivers;
        return [.. _request.Settings.Current.Outputs.SelectMany(text => states.Where(state => state.Address == PoseDestination.Parse(text).ToString())
            .Select(state => state with { Address = text }))];
    }

    private static List<Choice> Models() =>
    [
        .. ModelManifest.ReadFrom(ModelFiles.Folder).Models.Where(entry => entry.Contract is not null)
            .Select(entry => Path.GetFileNameWithoutExtension(entry.File)).Select(name => new Choice(name, name)),
        new Choice(PoseEstimators.Landmarks, PoseEstimators.Landmarks),
    ];
}
