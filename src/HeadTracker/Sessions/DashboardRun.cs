using HeadTracker.CommandLine;
using HeadTracker.Dashboard;
using HeadTracker.Profiles;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>How the dashboard is opened.</summary>
/// <param name="Token">What its addresses begin with; null for a random one.</param>
/// <param name="Browse">Whether the page is opened in a browser.</param>
/// <param name="Profile">Where changed settings go.</param>
internal sealed record DashboardRequest(DashboardAddress Address, string? Token, bool Browse, ActiveProfile Profile)
{
    /// <summary>One sentence on the first source, shown until another one is chosen; null for none.</summary>
    public string? Notice { get; init; }
}

/// <summary>A run that is watched and steered in a browser.</summary>
internal static class DashboardRun
{
    public static RunOutcome Execute(Engines engines, TrackRequest request, DashboardRequest dashboard, CancellationToken stop)
    {
        DashboardSession? session = null;
        using var figures = new LiveFigures();
        using var axes = new LiveAxes();
        using var poses = new PoseFeed();
        using var video = new VideoFeed();
        using var recording = new RecordingSink(Console.Error.WriteLine);
        using var run = new TrackRun(engines, request, Report, [video, recording],
            [new IsolatedPoseSink(figures, Warn), new IsolatedPoseSink(axes, Warn), new IsolatedPoseSink(poses, Warn)]);
        using var listener = new RecentreListener(run.Recentre, Console.Error.WriteLine);
        using var hotkeys = RunHotkeys.Watch(request.Settings.Current.Hotkeys, run);
        session = new DashboardSession(engines, request, dashboard, run, figures, axes, recording);
        var server = DashboardServer.StartAsync(dashboard.Address, dashboard.Token, session, poses, video, Console.Error.WriteLine).GetAwaiter().GetResult();
        try
        {
            Console.Error.WriteLine($"Dashboard: {server.Address}");
            if (dashboard.Notice is { } notice) Console.Error.WriteLine(notice);
            if (!dashboard.Address.IsLoopback)
            {
                Console.Error.WriteLine("Other machines can reach the dashboard, and nothing is encrypted; whoever comes to know its address sees the camera.");
            }

            using var browser = new BrowserStart();
            if (dashboard.Browse && !browser.TryOpen(server.Address))
            {
                Console.Error.WriteLine("No browser could be started; open the address above in one.");
            }

            run.RunToEnd(_ => { }, stop);
        }
        finally
        {
            // Before anything that it shows goes away.
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        try
        {
            var outcome = run.Finish(stop.IsCancellationRequested);
            return recording.Stop(() => outcome.Summary) is { } folder ? outcome with { Folder = folder } : outcome;
        }
        catch
        {
            // What was recorded until then is whole.
            Guard.Run(() => recording.Stop(() => run.Summarise(interrupted: true)), Warn);
            throw;
        }

        static void Warn(Exception e) => Console.Error.WriteLine(Guard.Told(e));

        void Report(string? problem)
        {
            Console.Error.WriteLine(problem ?? "The source is back.");
            if (session is not null) session.Problem = problem;
        }
    }
}
