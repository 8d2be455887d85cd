namespace HeadTracker.Sessions;

internal static class Display
{
    /// <summary>Whether there is a desktop to open a window on.</summary>
    public static bool IsThere =>
        !OperatingSystem.IsLinux() || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
}
