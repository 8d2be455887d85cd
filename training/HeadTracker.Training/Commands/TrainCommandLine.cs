using System.CommandLine;
using HeadTracker.Commands;

namespace HeadTracker.Training.Commands;

/// <summary>The command line of the training project: <c>./headtracker train VERB</c>.</summary>
internal static class TrainCommandLine
{
    /// <returns>0 done, 1 failed, 2 bad usage.</returns>
    public static int Run(string[] args) => CommandLine.Run(NewRoot(), "./headtracker train", args);

    internal static RootCommand NewRoot() => new("Trains, evaluates and exports head pose networks.")
    {
        ReproduceCommand.Create(),
    };
}
