using System.CommandLine;
using System.CommandLine.Help;
using HeadTracker.CommandLine;
using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Commands;

/// <summary>The command line of the training project: <c>./headtracker train VERB</c>.</summary>
internal static class TrainCommandLine
{
    private const int BadUsage = 2;

    private static readonly string Program = $"{CommandName.Typed} train";

    /// <summary>What several processes can share.</summary>
    private static readonly string[] Shared = ["dataset", "reproduce", "evaluate"];

    /// <returns>0 done, 1 failed, 2 bad usage.</returns>
    /// <remarks>A launcher that cannot take words from a command line without harming the rest leaves "train" before the verb.</remarks>
    public static int Run(string[] args)
    {
        string[] words = args is ["train", .. var rest] ? rest : args;
        if (Launch.Current is not { } launch || words is [var verb, ..] && Shared.Contains(verb)) return VerbRunner.Run(NewRoot(), Program, words, "--help");
        // Each would do all of it, into the same files.
        if (launch.Rank is 0 or null) Console.Error.WriteLine($"Only {string.Join(", ", Shared)} work in several processes; start this without mpiexec.");
        return BadUsage;
    }

    internal static RootCommand NewRoot()
    {
        var root = new RootCommand("Makes head pose networks: data, training stages, evaluation, export.")
        {
            DatasetCommand.Create(),
            BoxesCommand.Create(),
            LabelCommand.Create(),
            ProfileCommand.Create(),
            PackCommand.Create(),
            WeightsCommand.Create(),
            ReproduceCommand.Create(),
            SuspectsCommand.Create(),
            AffinityCommand.Create(),
            PixelAffinityCommand.Create(),
            PredictionsCommand.Create(),
            CostsCommand.Create(),
            EvaluateCommand.Create(),
            SteadinessCommand.Create(),
            PresenceCommand.Create(),
            SynthesizeCommand.Create(),
            RenderClipCommand.Create(),
            TradeoffCommand.Create(),
            AverageCommand.Create(),
            QuantizeCommand.Create(),
            PublishCommand.Create(),
        };
        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = new HelpPage(Program);
        return root;
    }
}
