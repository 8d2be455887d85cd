using System.CommandLine;

namespace HeadTracker.Training.Commands;

/// <summary>The command line of the training project: <c>./headtracker train VERB</c>.</summary>
internal static class TrainCommandLine
{
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <returns>0 done, 1 failed, 2 bad usage.</returns>
    public static int Run(string[] args)
    {
        var root = new RootCommand("Trains, evaluates and exports head pose networks.") { ReproduceCommand.Create() };
        var parsed = root.Parse(args.Length > 0 ? args : ["--help"]);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{parsed.Errors[0].Message.TrimEnd('.')}; see 'train --help'.");
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
    }
}
