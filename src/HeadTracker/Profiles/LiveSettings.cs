using HeadTracker.Settings;

namespace HeadTracker.Profiles;

/// <summary>The settings in force. Any thread may read or change them; reading allocates nothing and takes no lock.</summary>
public sealed class LiveSettings
{
    private readonly Lock _gate = new();
    private volatile TrackerSettings _current;

    /// <exception cref="UserErrorException">A value makes no sense.</exception>
    public LiveSettings(TrackerSettings settings)
    {
        SettingsJson.Validate(settings);
        _current = settings;
    }

    /// <summary>
    /// Raised after each change, on the thread that made it, one change at a time. Handlers return soon and change no settings.
    /// </summary>
    public event Action<TrackerSettings>? Changed;

    /// <summary>An immutable tree; a later change shows in another one.</summary>
    public TrackerSettings Current => _current;

    /// <summary>Puts other settings in force, or, when they make no sense, leaves the old ones.</summary>
    /// <exception cref="UserErrorException">A value makes no sense; the sentence names its key.</exception>
    public void Replace(TrackerSettings settings) => Change(_ => settings);

    /// <param name="change">Gets the settings in force, gives the new ones: <c>s => s with { … }</c>, <c>s => SettingsJson.Patch(s, json)</c>.</param>
    /// <exception cref="UserErrorException">A value makes no sense; the sentence names its key.</exception>
    public void Change(Func<TrackerSettings, TrackerSettings> change)
    {
        lock (_gate)
        {
            var settings = change(_current);
            if (settings.Equals(_current)) return;
            SettingsJson.Validate(settings);
            _current = settings;
            Changed?.Invoke(settings);
        }
    }
}
