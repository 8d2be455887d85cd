using HeadTracker.CommandLine;
using HeadTracker.Tracking;
using Spectre.Console;

namespace HeadTracker.Sessions;

/// <summary>A run without a window, with its progress on standard error when a person watches.</summary>
internal static class HeadlessRun
{
    public static RunOutcome Execute(Engines engines, TrackRequest request, CancellationToken stop)
    {
        using var run = new TrackRun(engines, request, Report);
        using var listener = new RecentreListener(run.Recentre, Console.Error.WriteLine);
        if (Console.IsErrorRedirected) run.RunToEnd(_ => { }, stop);
        else RunWithProgress(run, stop);
        return run.Finish(stop.IsCancellationRequested);
    }

    private static void RunWithProgress(TrackRun run, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(run.SourceName), maxValue: run.FrameCount ?? 1);
            task.IsIndeterminate = run.FrameCount is null;
            run.RunToEnd(statistics =>
            {
                task.Value = Math.Min(statistics.Frames, task.MaxValue);
                task.Description = Markup.Escape($"{run.SourceName}: {statistics.Frames} frames, {statistics.FramesPerSecond:F0} per second");
            }, stop);
        });
    }

    private static void Report(string? problem) => Console.Error.WriteLine(problem ?? "The source is back.");
}
