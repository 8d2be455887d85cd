using HeadTracker.Settings;

namespace HeadTracker.Profiles;

/// <summary>The profile that a run goes by: watched for edits, written by a dashboard, and exchanged for another one while the run goes on.</summary>
/// <remarks>Changes come from one thread at a time; <see cref="Current"/> may be read by any.</remarks>
public sealed class ActiveProfile : IDisposable
{
    private readonly LiveSettings _settings;
    private readonly Func<TrackerSettings, TrackerSettings> _overlay;
    private readonly Action<string> _report;
    private volatile Profile? _current;
    private ProfileWatcher? _watcher;
    private IDisposable? _hold;
    private bool _isWritten;

    /// <param name="first">Whose settings are in force already; null for none.</param>
    /// <param name="settings">Follow the profile.</param>
    /// <param name="overlay">What the command line says over a profile.</param>
    /// <param name="report">Told, on any thread, in one sentence what is wrong, and when an edit counts.</param>
    public ActiveProfile(Profile? first, LiveSettings settings, Func<TrackerSettings, TrackerSettings> overlay, Action<string> report)
    {
        (_settings, _overlay, _report) = (settings, overlay, report);
        if (first is not null) Follow(first);
    }

    /// <summary>Null while nothing is kept.</summary>
    public Profile? Current => _current;

    /// <summary>Says that changes will be written, which keeps other dashboards from it.</summary>
    /// <exception cref="UserErrorException">Another one writes this profile.</exception>
    public void HoldForWriting()
    {
        _isWritten = true;
        _hold = _current?.Hold();
    }

    /// <summary>Makes a change in force and in the profile; what the command line says besides is no part of that.</summary>
    /// <exception cref="UserErrorException">It makes no sense, or cannot be written.</exception>
    public void Keep(Func<TrackerSettings, TrackerSettings> change)
    {
        var saved = _current is { } profile ? change(profile.Load()) : null;
        _settings.Change(change);
        if (saved is not null) _watcher!.Save(saved);
    }

    /// <summary>Goes over to another profile. The present one stays when this fails.</summary>
    /// <exception cref="UserErrorException">There is no such profile, it makes no sense, or another dashboard writes it.</exception>
    public void Switch(Profile other)
    {
        if (other == _current) return;
        var settings = _overlay(other.Load());
        var hold = _isWritten ? other.Hold() : null;
        try
        {
            _settings.Replace(settings);
        }
        catch
        {
            hold?.Dispose();
            throw;
        }

        Leave();
        _hold = hold;
        Follow(other);
    }

    /// <summary>Writes the settings in force into a new profile and goes over to it.</summary>
    /// <exception cref="UserErrorException">There is one of this name, or it cannot be written.</exception>
    public void SaveAs(Profile other)
    {
        if (other.Exists) throw new UserErrorException($"There is a profile '{other.Name}' already; take another name.");
        // No profile gets to keep a camera's password that was given for one start.
        other.Save(SettingsJson.Shown(_settings.Current));
        Switch(other);
    }

    public void Dispose() => Leave();

    private void Follow(Profile profile)
    {
        _watcher = new ProfileWatcher(profile, _settings, _overlay, _report);
        _current = profile;
    }

    private void Leave()
    {
        _watcher?.Dispose();
        _hold?.Dispose();
        (_watcher, _hold) = (null, null);
    }
}
