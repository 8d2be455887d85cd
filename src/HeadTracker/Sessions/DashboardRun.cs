using System.Diagnostics;
using HeadTracker.CommandLine;
using HeadTracker.Dashboard;
using HeadTracker.Profiles;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>How the dashboard is opened.</summary>
/// <param name="Token">What its addresses begin with; null for a random one.</param>
/// <param name="Browse">Whether the page is opened in a browser.</param>
/// <param name="Profile">Where changed settings go, or null for nowhere.</param>
/// <param name="Watcher">Watches that profile.</param>
internal sealed record DashboardRequest(DashboardAddress Address, string? Token, bool Browse, Profile? Profile = null, ProfileWatcher? Watcher = null);

/// <summary>A run that is watched and steered in a browser.</summary>
internal static class DashboardRun
{
    public static RunOutcome Execute(Engines engines, TrackRequest request, DashboardRequest dashboard, CancellationToken stop)
    {
        DashboardSession? session = null;
        using var figures = new LiveFigures();
        using var poses = new PoseFeed();
        using var video = new VideoFeed();
        using var recording = new RecordingSink(Console.Error.WriteLine);
        using var run = new TrackRun(engines, request, Report, [video, recording], [figures, poses]);
        using var listener = new RecentreListener(run.Recentre, Console.Error.WriteLine);
        session = new DashboardSession(engines, request, dashboard, run, figures, recording);
        var server = DashboardServer.StartAsync(dashboard.Address, dashboard.Token, session, poses, video).GetAwaiter().GetResult();
        try
        {
            Console.Error.WriteLine($"Dashboard: {server.Address}");
            if (dashboard.Browse) Browse(server.Address);
            run.RunToEnd(_ => { }, stop);
        }
        finally
        {
            // Before anything that it shows goes away.
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        var outcome = run.Finish(stop.IsCancellationRequested);
        return recording.Stop(() => outcome.Summary) is { } folder ? outcome with { Folder = folder } : outcome;

        void Report(string? problem)
        {
            Console.Error.WriteLine(problem ?? "The source is back.");
            if (session is not null) session.Problem = problem;
        }
    }

    private static void Browse(Uri address)
    {
        try
        {
            // Windows knows what opens an address; elsewhere a program does.
            using var browser = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open",
                    [address.AbsoluteUri]) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("No browser could be started; open the address above in one.");
        }
    }
}
