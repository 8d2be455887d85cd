using System.CommandLine;
using System.CommandLine.Help;
using HeadTracker.CommandLine;

namespace HeadTracker.Training.Commands;

/// <summary>The command line of the training project: <c>./headtracker train VERB</c>.</summary>
internal static class TrainCommandLine
{
    private static readonly string Program = $"{CommandName.Typed} train";

    /// <returns>0 done, 1 failed, 2 bad usage.</returns>
    /// <remarks>A launcher that cannot take words from a command line without harming the rest leaves "train" before the verb.</remarks>
    public static int Run(string[] args) => VerbRunner.Run(NewRoot(), Program, args is ["train", .. var rest] ? rest : args, "--help");

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
            QuantizeCommand.Create(),
            PublishCommand.Create(),
        };
        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = new HelpPage(Program);
        return root;
    }
}
