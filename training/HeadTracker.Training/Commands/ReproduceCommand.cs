using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using Spectre.Console;
using static TorchSharp.torch;

namespace HeadTracker.Training.Commands;

/// <summary><c>train reproduce FILE</c>: all stages of one experiment, or those asked for.</summary>
internal static class ReproduceCommand
{
    private const int WidthOfFiles = 140, StagesOfTable = 6;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An experiment file, such as training/experiments/table2.json." };
        var data = new Option<string>("--data") { Description = "Folder with the packed sets and initial weights the file names. Default: here.",
            HelpName = "DIR", DefaultValueFactory = _ => "." };
        var runs = new Option<string>("--runs") { Description = "Folder for checkpoints and logs. Default: runs.", HelpName = "DIR",
            DefaultValueFactory = _ => "runs" };
        var results = new Option<string?>("--results") { Description = "Folder for the results. Default: 'results' beside the file.", HelpName = "DIR" };
        var device = new ChoiceOption("--device", "Where to train.", "auto", "cpu", "cuda");
        var only = new Option<string[]>("--only") { Description = "Run only this stage and what it needs; may be given several times.",
            HelpName = "STAGE", DefaultValueFactory = _ => [] };
        var memory = new NumberOption<double>("--memory", 0, 1e6,
            "GiB that the images of sets may fill in each process; larger sets are read while training. Default: half of this machine's, 8 on a GPU.");
        var seed = new Option<long?>("--seed") { Description = "Another seed than the file's; run and results go by the file's name and '-seedN'.",
            HelpName = "N" };
        var dry = new Option<bool>("--dry-run") { Description = "Tell what would run and all that is missing; start and write nothing." };
        var speed = new NumberOption<double>("--images-per-second", 1e-3, 1e9, "With --dry-run: estimate times from this assumed rate of training.");

        var command = new Command("reproduce", "Runs the stages of an experiment file; what an earlier run did is not done again. "
            + "'mpiexec -n N' before the command line lets N processes share every batch: docs/cluster.md.")
        {
            file, data, runs, results, device, only, memory, seed, dry, speed,
        };
        command.SetAction(parse =>
        {
            var group = Job.Join();
            var path = parse.GetRequiredValue(file);
            var experiment = ExperimentFile.Read(path);
            var other = parse.GetValue(seed);
            var paths = RunPaths.Of(path, other, parse.GetRequiredValue(runs), parse.GetRequiredValue(data), parse.GetValue(results));
            if (parse.GetValue(dry))
            {
                // The device it is meant for need not be in the machine where it is planned.
                var estimate = new ExperimentRunner(experiment, paths, CPU).Estimate(parse.GetRequiredValue(only));
                return DryRunReport.Print(estimate, parse.GetValue(speed));
            }

            var where = TrainingDevice.Of(parse.GetRequiredValue(device));
            var images = parse.GetValue(memory) is { } limit ? new ImageMemory((long)(limit * (1L << 30))) : null;
            ShareCores(group);
            return Run(new ExperimentRunner(experiment with { Seed = other ?? experiment.Seed }, paths, where, images, group), experiment, paths,
                parse.GetRequiredValue(only));
        });
        return command;
    }

    private static int Run(ExperimentRunner runner, Experiment experiment, RunPaths paths, string[] only)
    {
        NativeHeap.KeepFreed();
        using var stop = new Interrupt();
        try
        {
            var results = StageProgress.Run(begin => runner.Run(only, begin, stop.Token));
            Print(experiment, results);
        }
        catch (OperationCanceledException)
        {
            throw new UserErrorException($"Stopped as asked; run the same command again to go on from the checkpoints in {paths.Runs}.");
        }

        Console.WriteLine($"Written to {paths.ResultFile}.");
        return 0;
    }

    /// <summary>libtorch takes all cores; several processes of a machine divide them, unless the user has said how many each gets.</summary>
    private static void ShareCores(ProcessGroup group)
    {
        if (group.OnThisMachine > 1 && Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            set_num_threads(Math.Max(1, Environment.ProcessorCount / group.OnThisMachine));
    }

    private static void Print(Experiment experiment, ExperimentResults results)
    {
        // A heat map's many rows are in its own picture and table.
        var maps = experiment.Stages.OfType<HeatMapStageOptions>().Select(stage => stage.Name).ToHashSet();
        var rows = results.Rows.Where(row => !maps.Contains(row.Row)).ToArray();
        // A file has no width of its own, and no use for colours.
        if (Console.IsOutputRedirected) (AnsiConsole.Profile.Width, AnsiConsole.Profile.Capabilities.Ansi) = (WidthOfFiles, false);
        // Pre-training measures nothing.
        if (rows.Length > 0) PrintPoses(results.Title, rows);
        foreach (var test in (results.Scores ?? []).GroupBy(score => score.Test)) PrintScores(test.Key, [.. test]);
    }

    private static void PrintPoses(string title, IEnumerable<ResultRow> rows)
    {
        var table = new Table().Title(Markup.Escape(title));
        foreach (var column in new[] { "", "test", "faces", "p", "s", "A", "pitch", "yaw", "roll", "avg.", "geodesic" }) table.AddColumn(column);
        foreach (var row in rows)
        {
            string[] cells =
            [
                row.Row, row.Test, $"{row.Faces}", $"{row.P}", $"{row.S}", $"{row.A}",
                $"{row.Pitch:0.000}", $"{row.Yaw:0.000}", $"{row.Roll:0.000}", $"{row.Mean:0.000}", $"{row.Geodesic:0.000}",
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A row per task and metric, a column per stage; tables of so many stages as fit beside each other.</summary>
    private static void PrintScores(string test, IReadOnlyList<ScoreRow> scores)
    {
        foreach (var stages in scores.Select(score => score.Row).Distinct().Chunk(StagesOfTable))
        {
            var table = new Table().Title(Markup.Escape(test.Length > 0 ? test : "networks")).AddColumn("");
            foreach (var stage in stages) table.AddColumn(Markup.Escape(stage));
            foreach (var metric in scores.Where(score => stages.Contains(score.Row)).GroupBy(score => (score.Task, score.Metric, score.LowerIsBetter)))
            {
                var name = $"{metric.Key.Task} {metric.Key.Metric} {(metric.Key.LowerIsBetter ? '↓' : '↑')}";
                var cells = stages.Select(stage => $"{metric.FirstOrDefault(score => score.Row == stage)?.Value:0.0000}");
                table.AddRow([Markup.Escape(name), .. cells]);
            }

            AnsiConsole.Write(table);
        }
    }
}
