namespace HeadTracker.Hotkeys;

/// <summary>Keys that are heard whatever program has the keyboard, as far as the system lets a program hear them.</summary>
internal static class GlobalHotkeys
{
    /// <param name="keys">What each does, on a thread of their own.</param>
    /// <param name="warn">Told in one sentence why a key is not heard; called on any thread.</param>
    /// <returns>The caller disposes it; null when there is nothing to hear.</returns>
    public static IDisposable? Watch(IReadOnlyList<(Hotkey Key, Action Act)> keys, Action<string> warn)
    {
        if (keys.Count == 0) return null;
        if (OperatingSystem.IsWindows()) return new WindowsHotkeys(keys, warn);
        if (!OperatingSystem.IsLinux())
        {
            warn($"Hotkeys are heard on Windows and under X11 only; bind '{CommandName.Typed} recentre' to a key with a program of this system.");
            return null;
        }

        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")))
        {
            warn("Wayland lets no program hear keys of others, so that hotkeys do not work here; "
                + $"bind '{CommandName.Typed} recentre' to a key in the desktop's settings.");
            return null;
        }

        return new X11Hotkeys(keys, warn);
    }
}
