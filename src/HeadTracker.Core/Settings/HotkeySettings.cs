using HeadTracker.Serialization;

namespace HeadTracker.Settings;

/// <summary>Keys that work whatever program has the keyboard, on Windows and under X11. Null for none.</summary>
public sealed record HotkeySettings
{
    /// <summary>Such as "Ctrl+Alt+R".</summary>
    [Setting("Makes the present pose zero: a key with or without Ctrl+, Alt+, Shift+, Win+ before it, such as \"Ctrl+Alt+R\" or \"F9\".", AtStart = true)]
    public string? Recentre { get; init; }

    /// <summary>As <see cref="Recentre"/>.</summary>
    [Setting("Pauses, and goes on.", AtStart = true)]
    public string? Pause { get; init; }

    /// <summary>As <see cref="Recentre"/>.</summary>
    [Setting("Stops sending, and sends again, while tracking goes on.", AtStart = true)]
    public string? Toggle { get; init; }
}
