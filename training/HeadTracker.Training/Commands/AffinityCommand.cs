using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Training.Affinity;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;

namespace HeadTracker.Training.Commands;

/// <summary><c>train affinity FILE STAGE STAGE …</c>: which tasks can share which stages of a backbone.</summary>
internal static class AffinityCommand
{
    private const string Table = "affinity.csv", Picture = "affinity.png";
    private const int DefaultFaces = 500;
    private const double DefaultBudget = 0.7;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The experiment file that was run." };
        var stages = new Argument<string[]>("STAGE")
        {
            Description = $"Two to {TreeSearch.MostTasks} of its stages, or EXPERIMENT/STAGE of others: one for each task.",
            Arity = new ArgumentArity(2, TreeSearch.MostTasks),
        };
        var data = new Option<string>("--data") { Description = "Folder with the packed sets. Default: here.", HelpName = "DIR",
            DefaultValueFactory = _ => "." };
        var runs = new Option<string>("--runs") { Description = "Folder with the run's checkpoints. Default: runs.", HelpName = "DIR",
            DefaultValueFactory = _ => "runs" };
        var seed = new Option<long?>("--seed") { Description = "The seed that 'reproduce' was given.", HelpName = "N" };
        var faces = new NumberOption<int>("--faces", 3, 100_000, $"Faces of the first test set. Default: {DefaultFaces}.");
        var budget = new NumberOption<double>("--budget", 0.01, 1,
            $"Parameters of the tree, as a share of an encoder for each task. Default: {FormattableString.Invariant($"{DefaultBudget}")}.");
        var output = new Option<string?>("--out") { Description = "Folder for table and picture. Default: the experiment's run.", HelpName = "DIR" };
        var command = new Command("affinity", "Measure how alike trained tasks' features are, and which stages they can share.")
        {
            file, stages, data, runs, seed, faces, budget, output,
        };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(file);
            var paths = RunPaths.Of(path, parse.GetValue(seed), parse.GetRequiredValue(runs), parse.GetRequiredValue(data), results: null);
            var study = new AffinityStudy(ExperimentFile.Read(path), parse.GetRequiredValue(stages), paths, parse.GetValue(faces) ?? DefaultFaces);
            var tree = TreeSearch.Best(study.Affinity, study.PriceOf, parse.GetValue(budget) ?? DefaultBudget);
            var folder = parse.GetValue(output) ?? Path.Combine(paths.Runs, paths.Name);
            Directory.CreateDirectory(folder);
            study.WriteTable(Path.Combine(folder, Table));
            study.WritePicture(Path.Combine(folder, Picture));
            Print(study, tree);
            Console.WriteLine($"Written to {Path.Combine(folder, Table)} and {Picture}.");
            return 0;
        });
        return command;
    }

    private static void Print(AffinityStudy study, TaskTree tree)
    {
        var affinity = study.Affinity;
        Console.WriteLine($"{study.Faces.Count} faces of {study.Faces.Set}; mean affinity after each stage, and who shares it in the best tree:");
        for (var stage = 0; stage < affinity.Places; stage++)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"  {stage + 1}  {affinity.MeanAt(stage):0.000}  {string.Join(" | ", tree.BranchesOf(stage, affinity.Tasks))}"));
        }

        if (study.Tasks is { } tasks) Console.WriteLine($"As a stage of kind multiTask: \"branches\": {TreeNotation.Write(tree, tasks)}");
        Console.WriteLine(FormattableString.Invariant(
            $"Cost {tree.CostUnder(affinity):0.000}, {100 * study.PriceOf(tree):0} % of the parameters of an encoder for each task."));
    }
}
