using System.Diagnostics;
using HeadTracker.CommandLine;
using HeadTracker.Tracking;
using Spectre.Console;

namespace HeadTracker.Sessions;

/// <summary>A run without a window, with its progress on standard error when a person watches.</summary>
internal static class HeadlessRun
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromSeconds(0.1);

    public static RunOutcome Execute(Engines engines, TrackRequest request, CancellationToken stop)
    {
        using var run = new TrackRun(engines, request, Report);
        using var listener = new RecentreListener(run.Recentre, Console.Error.WriteLine);
        using var hotkeys = RunHotkeys.Watch(request.Settings.Current.Hotkeys, run);
        if (Console.IsErrorRedirected) run.RunToEnd(_ => { }, stop);
        else RunWithProgress(run, stop);
        return run.Finish(stop.IsCancellationRequested);
    }

    /// <summary>Drawn here and not by a thread of Spectre's, which would end the process with whatever the terminal makes it throw.</summary>
    private static void RunWithProgress(TrackRun run, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoRefresh(false).AutoClear(true).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(run.SourceName), maxValue: run.FrameCount ?? 1);
            task.IsIndeterminate = run.FrameCount is null;
            var drawn = Stopwatch.GetTimestamp();
            run.RunToEnd(statistics =>
            {
                if (Stopwatch.GetElapsedTime(drawn) < RedrawInterval) return;
                drawn = Stopwatch.GetTimestamp();
                task.Value = Math.Min(statistics.Frames, task.MaxValue);
                task.Description = Markup.Escape($"{run.SourceName}: {statistics.Frames} frames, {statistics.FramesPerSecond:F0} per second");
                Guard.Run(context.Refresh, _ => { });
            }, stop);
        });
    }

    private static void Report(string? problem) => Console.Error.WriteLine(problem ?? "The source is back.");
}
