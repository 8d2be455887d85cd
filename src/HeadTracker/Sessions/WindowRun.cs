using HeadTracker.CommandLine;
using HeadTracker.Filtering;
using HeadTracker.Profiles;
using HeadTracker.Rendering;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>A run with a window, which owns the main thread.</summary>
internal sealed class WindowRun : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.25);

    private readonly Handover<TrackerSnapshot> _slot = new(DeliveryPolicy.LatestFrame);
    private readonly HudFigures _figures = new();
    private readonly SnapshotSink _sink;
    private readonly TrackRun _run;
    private readonly TrackerWindow _window;
    private readonly string _screenshots;
    private readonly LiveSettings _settings;
    private readonly RecentreListener _listener;
    private readonly IDisposable? _hotkeys;
    private readonly Timer _look;

    private WindowRun(Engines engines, TrackRequest request)
    {
        _sink = new SnapshotSink(_slot, request.Tracker.FieldOfView, result => _figures.Of(result, _run!.Pipeline.Statistics));
        _run = new TrackRun(engines, request, Report, [_sink]);
        _settings = request.Settings;
        _screenshots = request.Output ?? Directory.GetCurrentDirectory();
        _figures.Names = new HudState
        {
            Source = _run.SourceName,
            Model = engines.Estimator.Name,
            Provider = engines.Estimator.Provider,
            Filter = PoseFilters.NameOf(_settings.Current.Filter),
            IsRecording = request.Output is not null,
            FullBuffer = (float)_settings.Current.Attention.Thresholds.BufferSeconds,
        };
        try
        {
            _window = new TrackerWindow(_slot, $"HeadTracker – {_run.SourceName}");
        }
        catch
        {
            _run.Dispose();
            _sink.Dispose();
            _slot.Dispose();
            throw;
        }

        _window.CommandRequested += Act;
        _settings.Changed += ShowSettings;
        _listener = new RecentreListener(Recentre, Console.Error.WriteLine);
        _hotkeys = RunHotkeys.Watch(_settings.Current.Hotkeys, Recentre, TogglePause, ToggleSending);
        _look = Guard.NewTimer(ShowGap, Look, Look, e => Console.Error.WriteLine(Guard.Told(e)));
    }

    public static RunOutcome Execute(Engines engines, TrackRequest request, CancellationToken stop)
    {
        using var session = new WindowRun(engines, request);
        // A file's last picture stays until the window is closed; a limit or a failure closes it.
        session._run.Pipeline.Ended += failed =>
        {
            if (failed || request.Limit is not null) session._window.Close();
            else session._sink.ShowAgain(hud => hud with { IsEnded = true, Notice = "The end; Esc closes the window" }, keepPoses: true);
        };
        using (stop.Register(session._window.Close))
        {
            session._run.Pipeline.Start();
            try
            {
                session._window.Run();
            }
            catch
            {
                // A window that fails takes no files with it.
                session._run.Pipeline.Stop();
                Guard.Run(() => session._run.Finish(interrupted: true), e => Console.Error.WriteLine(Guard.Told(e)));
                throw;
            }
        }

        session._run.Pipeline.Stop();
        return session._run.Finish(stop.IsCancellationRequested);
    }

    public void Dispose()
    {
        _settings.Changed -= ShowSettings;
        _hotkeys?.Dispose();
        _listener.Dispose();
        using (var looked = new ManualResetEvent(false))
        {
            if (_look.Dispose(looked)) looked.WaitOne();
        }

        // The window first, so that nothing is shown any more; then the threads; then what they write to.
        _window.Dispose();
        _run.Dispose();
        _sink.Dispose();
        _slot.Dispose();
    }

    private void Act(TrackerCommand command)
    {
        switch (command)
        {
            case TrackerCommand.Recentre:
                Recentre();
                break;
            case TrackerCommand.NextFilter:
                _settings.Change(settings => settings with { Filter = settings.Filter with { Kind = Next(settings.Filter.Kind) } });
                Notice($"Filter: {_figures.Names.Filter}");
                break;
            case TrackerCommand.Screenshot:
                SaveScreenshot();
                break;
            case TrackerCommand.TogglePause:
                TogglePause();
                break;
            case TrackerCommand.Quit:
                _run.Pipeline.Stop();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(command));
        }
    }

    private static PoseFilterKind Next(PoseFilterKind kind) => (PoseFilterKind)(((int)kind + 1) % Enum.GetValues<PoseFilterKind>().Length);

    /// <summary>By key, command or signal, on any thread.</summary>
    private void Recentre()
    {
        _run.Recentre();
        Notice("Recentred");
    }

    private void TogglePause()
    {
        var paused = _run.Pipeline.IsPaused = !_run.Pipeline.IsPaused;
        _figures.Names = _figures.Names with { IsPaused = paused };
        _sink.ShowAgain(hud => hud with { IsPaused = paused }, keepPoses: true);
    }

    private void ToggleSending() => Notice((_run.IsSending = !_run.IsSending) ? "Poses are sent again" : "Nothing is sent until the hotkey is pressed again");

    private void ShowSettings(TrackerSettings settings) => _figures.Names = _figures.Names with
    {
        Filter = PoseFilters.NameOf(settings.Filter),
        FullBuffer = (float)settings.Attention.Thresholds.BufferSeconds,
    };

    private void SaveScreenshot()
    {
        var file = Path.Combine(_screenshots, $"headtracker-{DateTime.Now:yyyyMMdd-HHmmss-fff}.png");
        try
        {
            _window.SaveScreenshot(file);
            Notice($"Saved {Path.GetFileName(file)}");
        }
        catch (UserErrorException e)
        {
            Notice(e.Message);
        }
    }

    /// <summary>While no pictures come, as in a film's gap, nobody is tracked.</summary>
    private void ShowGap()
    {
        if (_run.IsWithoutPictures) _sink.ShowAgain(hud => hud with { State = WindowState.NoSignal }, keepPoses: false);
    }

    /// <summary>Shows a line for a while, at once even when no frames come.</summary>
    private void Notice(string text)
    {
        _figures.Notice(text);
        _sink.ShowAgain(hud => hud with { Notice = text, Filter = _figures.Names.Filter }, keepPoses: true);
    }

    /// <summary>A live source went away or came back.</summary>
    private void Report(string? problem)
    {
        Console.Error.WriteLine(problem ?? "The source is back.");
        if (problem is not null) _sink.ShowAgain(hud => hud with { State = WindowState.NoSignal, Notice = problem }, keepPoses: false);
    }
}
