namespace HeadTracker;

/// <summary>How the program is called, for sentences that say what to type.</summary>
public static class CommandName
{
    /// <summary>As it is typed in its own folder on this system.</summary>
    public static string Typed { get; } = OperatingSystem.IsWindows() ? "headtracker" : "./headtracker";
}
