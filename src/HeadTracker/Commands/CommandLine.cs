using System.CommandLine;
using System.CommandLine.Help;

namespace HeadTracker.Commands;

/// <summary>The program's command line. Exit codes: 0 done, 1 failed, 2 bad usage; errors are one sentence on standard error.</summary>
internal static class CommandLine
{
    private const int Failed = 1, BadUsage = 2;

    public static int Run(string[] args)
    {
        var root = NewRoot();
        if (args.Length == 0) args = ["--help"];
        var parsed = root.Parse(args);
        // Help is help, whatever else is missing.
        if (parsed.Action is not HelpPage && UsageError.Find(parsed) is { } error)
        {
            Console.Error.WriteLine(error);
            return BadUsage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UserErrorException e)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            Console.Error.WriteLine($"A native library is missing ({(e.InnerException ?? e).Message.Split('\n')[0].TrimEnd('.')}); run './headtracker doctor'.");
            return Failed;
        }
    }

    internal static RootCommand NewRoot()
    {
        var root = new RootCommand("HeadTracker follows heads with a webcam and tells where they look: yaw, pitch and roll, live.");
        foreach (var verb in new Verb[] { new DemoCommand(), new TrackCommand(), new ImageCommand(), new BenchCommand(), new DevicesCommand(), new ModelsCommand(), new DoctorCommand() })
        {
            root.Subcommands.Add(verb);
        }

        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = new HelpPage();
        return root;
    }
}
