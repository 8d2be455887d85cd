namespace HeadTracker.Rendering;

/// <summary>What the person at the window asks for. The window only reports it; the application acts.</summary>
public enum TrackerCommand
{
    /// <summary>R: the present pose becomes zero.</summary>
    Recentre,

    /// <summary>F: the next filter.</summary>
    NextFilter,

    /// <summary>S: save a picture.</summary>
    Screenshot,

    /// <summary>Space: pause or go on.</summary>
    TogglePause,

    /// <summary>Esc, or the window's close button: end the session.</summary>
    Quit,
}
