using HeadTracker.Hotkeys;
using HeadTracker.Settings;

namespace HeadTracker.Sessions;

/// <summary>What a run's hotkeys do.</summary>
internal static class RunHotkeys
{
    /// <returns>The caller disposes it; null when the settings name no key.</returns>
    public static IDisposable? Watch(HotkeySettings keys, Action recentre, Action pause, Action toggle)
    {
        List<(Hotkey, Action)> wanted = [];
        foreach (var (key, act) in new[] { (keys.Recentre, recentre), (keys.Pause, pause), (keys.Toggle, toggle) })
        {
            if (key is not null) wanted.Add((Hotkey.Parse(key), () => Guard.Run(act, e => Console.Error.WriteLine(Guard.Told(e)))));
        }

        return GlobalHotkeys.Watch(wanted, Console.Error.WriteLine);
    }

    /// <summary>For runs without a window: what happened is said on standard error.</summary>
    public static IDisposable? Watch(HotkeySettings keys, TrackRun run) => Watch(
        keys,
        run.Recentre,
        () => Console.Error.WriteLine((run.Pipeline.IsPaused = !run.Pipeline.IsPaused) ? "Paused." : "Going on."),
        () => Console.Error.WriteLine((run.IsSending = !run.IsSending) ? "Poses are sent again." : "Nothing is sent until the hotkey is pressed again."));
}
