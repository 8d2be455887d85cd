using HeadTracker.Settings;

namespace HeadTracker.Profiles;

/// <summary>Puts a profile's edits in force while the program runs. Nonsense is reported once per edit, and the old values stay.</summary>
/// <remarks>It looks at the file's time and length several times a second: unlike notifications this works on every file
/// system and with every editor.</remarks>
public sealed class ProfileWatcher : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Profile _profile;
    private readonly LiveSettings _settings;
    private readonly Func<TrackerSettings, TrackerSettings> _overlay;
    private readonly Action<string> _report;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private (DateTime Time, long Length) _seen;

    /// <param name="overlay">What the command line says over the profile.</param>
    /// <param name="report">Told, on a thread of the watcher's, in one sentence what is wrong, and when an edit counts.</param>
    public ProfileWatcher(Profile profile, LiveSettings settings, Func<TrackerSettings, TrackerSettings> overlay, Action<string> report)
    {
        (_profile, _settings, _overlay, _report) = (profile, settings, overlay, report);
        _seen = State();
        _thread = Guard.NewThread("profile", Watch, e => report($"{profile.Path} is watched no more, edits count from the next start. {Guard.Told(e)}"));
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    /// <summary>Changes the file without taking that for an edit: whoever calls this has put the change in force already.</summary>
    public void Save(TrackerSettings settings)
    {
        lock (_gate)
        {
            _profile.Save(settings);
            _seen = State();
        }
    }

    private void Watch()
    {
        var last = _seen;
        while (!_stop.WaitOne(Interval))
        {
            lock (_gate)
            {
                var state = State();
                // An editor may take the old file away before it puts the new one there, and writes it bit by bit: it has to be still for a while.
                var isStill = state == last;
                last = state;
                if (state == _seen || state.Length < 0 || !isStill) continue;
                _seen = state;
            }

            Reload();
        }
    }

    /// <summary>Whatever an edit leads to, there will be another one.</summary>
    private void Reload() => Guard.Run(
        () =>
        {
            _settings.Replace(_overlay(_profile.Load()));
            _report($"{_profile.Path}: the change counts now.");
        },
        e => _report($"{Guard.Told(e).TrimEnd('.')}; until then the old settings hold."));

    private (DateTime Time, long Length) State()
    {
        var file = new FileInfo(_profile.Path);
        try
        {
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (default, -1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (default, -1);
        }
    }
}
