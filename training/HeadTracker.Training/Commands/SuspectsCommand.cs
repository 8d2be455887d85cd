using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;

namespace HeadTracker.Training.Commands;

/// <summary><c>train suspects FILE STAGE</c>: the labels that a stage with parameters for each of them trusted least.</summary>
internal static class SuspectsCommand
{
    private const string Table = "suspects.csv", Sheet = "suspects.png";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The experiment file that was run." };
        var stage = new Argument<string>("STAGE") { Description = "Its base or multiTask stage with \"balance\": { \"kind\": \"instance\" }." };
        var data = new Option<string>("--data") { Description = "Folder with the packed sets. Default: here.", HelpName = "DIR",
            DefaultValueFactory = _ => "." };
        var runs = new Option<string>("--runs") { Description = "Folder with the run's checkpoints. Default: runs.", HelpName = "DIR",
            DefaultValueFactory = _ => "runs" };
        var seed = new Option<long?>("--seed") { Description = "The seed that 'reproduce' was given.", HelpName = "N" };
        var task = new Option<string?>("--task") { Description = "Judge the labels of this task, such as segmentation. Default: the mean over all.",
            HelpName = "TASK" };
        var count = new NumberOption<int>("--count", 1, int.MaxValue, $"How many; the sheet has up to {SuspectLabels.MostTiles}. Default: 200.");
        var output = new Option<string?>("--out") { Description = "Folder for table and sheet. Default: the stage's own.", HelpName = "DIR" };
        var command = new Command("suspects", "List the labels that a stage trusted least, with a contact sheet.")
        {
            file, stage, data, runs, seed, task, count, output,
        };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(file);
            var experiment = ExperimentFile.Read(path);
            var paths = RunPaths.Of(path, parse.GetValue(seed), parse.GetRequiredValue(runs), parse.GetRequiredValue(data), results: null);
            var name = parse.GetRequiredValue(stage);
            var suspects = new SuspectLabels(experiment with { Seed = parse.GetValue(seed) ?? experiment.Seed }, name, paths, parse.GetValue(task));
            var folder = parse.GetValue(output) ?? paths.StageFolder(name).Path;
            Directory.CreateDirectory(folder);
            var most = parse.GetValue(count) ?? 200;
            suspects.WriteTable(Path.Combine(folder, Table), most);
            suspects.WriteSheet(Path.Combine(folder, Sheet), most);
            Console.WriteLine($"{Math.Min(most, suspects.Count)} of {suspects.Count} labels written to {Path.Combine(folder, Table)} and {Sheet}.");
            if (suspects.Detection is { } share)
            {
                Console.WriteLine(FormattableString.Invariant(
                    $"{100 * share:0.0} % of the {suspects.Corrupt} corrupt labels are among the {suspects.Corrupt} most suspect."));
            }

            return 0;
        });
        return command;
    }
}
