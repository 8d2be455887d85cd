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
    private static readonly GroupingOptions Usual = new();

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
        var faces = new NumberOption<int>("--faces", 3, 100_000, $"Faces of the first test set. Default: {Usual.Faces}.");
        var budget = new NumberOption<double>("--budget", 0.01, 1,
            FormattableString.Invariant($"What the tree may come to, as a share of an encoder for each task. Default: {Usual.Budget}."));
        var price = new ChoiceOption("--in", "What the budget is in.", Words<TreePrice>());
        var by = new ChoiceOption("--by", "What says how alike tasks are: features, per-face losses (FAFS), or chance.", Words<AffinityKind>());
        var draw = new NumberOption<int>("--draw", 1, 100_000, $"Which grouping by chance. Default: {Usual.Draw}.");
        var output = new Option<string?>("--out") { Description = "Folder for table and picture. Default: the experiment's run.", HelpName = "DIR" };
        var command = new Command("affinity", "Measure how alike trained tasks' features are, and which stages they can share.")
        {
            file, stages, data, runs, seed, faces, budget, price, by, draw, output,
        };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(file);
            var paths = RunPaths.Of(path, parse.GetValue(seed), parse.GetRequiredValue(runs), parse.GetRequiredValue(data), results: null);
            var options = new GroupingOptions
            {
                By = Enum.Parse<AffinityKind>(parse.GetRequiredValue(by), ignoreCase: true), Budget = parse.GetValue(budget) ?? Usual.Budget,
                In = Enum.Parse<TreePrice>(parse.GetRequiredValue(price), ignoreCase: true), Faces = parse.GetValue(faces) ?? Usual.Faces,
                Draw = parse.GetValue(draw) ?? Usual.Draw,
            };
            var experiment = ExperimentFile.Read(path);
            var study = new AffinityStudy(experiment with { Seed = parse.GetValue(seed) ?? experiment.Seed }, parse.GetRequiredValue(stages), paths, options);
            var tree = study.Best(options);
            var folder = parse.GetValue(output) ?? Path.Combine(paths.Runs, paths.Name);
            study.WriteFiles(folder, tree);
            Print(study, tree);
            Console.WriteLine($"Table, picture and tree are in {folder}.");
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
            $"Cost {tree.CostUnder(affinity):0.000}, {100 * study.PriceOf(tree):0} % of the parameters of an encoder for each task")
            + FormattableString.Invariant($" and {100 * study.PriceOf(tree, TreePrice.MultiplyAdds):0} % of the multiply-adds."));
    }

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
}
