using System.CommandLine;
using System.CommandLine.Help;
using HeadTracker.CommandLine;

namespace HeadTracker.Commands;

/// <summary>The tracker's command line: its verbs.</summary>
internal static class TrackerCommandLine
{
    private static readonly string Program = CommandName.Typed;

    /// <summary>Runs a verb. Who starts the program by a click, without one, wants to see something: the dashboard.</summary>
    public static int Run(string[] args)
    {
        if (args.Length == 0) Console.Error.WriteLine($"The dashboard opens in a browser; '{Program} --help' tells what else there is.");
        return VerbRunner.Run(NewRoot(), Program, args, "track", "--dashboard");
    }

    internal static RootCommand NewRoot()
    {
        var root = new RootCommand("HeadTracker follows heads with a webcam and tells where they look: yaw, pitch and roll, live.");
        foreach (var verb in new Verb[] { new DemoCommand(), new TrackCommand(), new ImageCommand(), new ReplayCommand(), new RecentreCommand(),
            new BenchCommand(), new DevicesCommand(), new ModelsCommand(), new ProfilesCommand(), new DoctorCommand(), new ShortcutCommand() })
        {
            root.Subcommands.Add(verb);
        }

        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpPage(Program, ("train …", "The training project: data, stages, evaluation, export."), ("test", "Run every test."));
        }

        return root;
    }
}
