using System.Globalization;
using HeadTracker.CommandLine;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;

namespace HeadTracker.Training.Commands;

/// <summary>What <c>train reproduce --dry-run</c> says.</summary>
internal static class DryRunReport
{
    private const string Unknown = "–";

    /// <param name="estimate">What the stages would take.</param>
    /// <param name="imagesPerSecond">Learnt from, as the user assumes; null estimates no times.</param>
    /// <returns>The exit code: 1 where something is missing.</returns>
    public static int Print(ExperimentEstimate estimate, double? imagesPerSecond)
    {
        if (estimate.Packs.Count > 0)
        {
            Report.Table(["packed set", "samples"],
                [.. estimate.Packs.Select(pack => new[] { RunPaths.AtSize(pack.Key, estimate.InputSize), Number(pack.Value) })]);
            Console.WriteLine();
        }

        if (estimate.Stages.Count > 0) PrintStages(estimate, imagesPerSecond);
        if (estimate.Problems.Count == 0)
        {
            Console.WriteLine("Nothing is missing.");
            return 0;
        }

        Console.WriteLine($"Missing or unfit ({estimate.Problems.Count}):");
        foreach (var problem in estimate.Problems) Console.WriteLine($"  {problem}");
        return 1;
    }

    private static void PrintStages(ExperimentEstimate estimate, double? imagesPerSecond)
    {
        Report.Table(
            ["stage", "kind", "learns from", "measured on", "samples", "epochs", "steps", "batch", "data", "parameters", "time"],
            [.. estimate.Stages.Select(stage => CellsOf(stage, estimate.InputSize, imagesPerSecond))]);
        Console.WriteLine();
        Console.WriteLine($"Data: images of a stage's sets, {Bytes(estimate.DataBytes)} for all of these stages; sets stay in memory to the end where they fit "
            + "(--memory), the others are read from their files as they are needed.");
        Console.WriteLine("Parameters: weights, gradients and the optimiser's moments, and a teacher's weights; what a batch needs between the layers "
            + "comes on top.");
        if (imagesPerSecond is not { } speed)
        {
            Console.WriteLine("Time: give the images that your machine learns from in a second with --images-per-second.");
            return;
        }

        var total = estimate.Stages.Aggregate((TimeSpan?)TimeSpan.Zero, (sum, stage) => sum + stage.TimeAt(speed));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Time: {(total is null ? "unknown where sets are missing" : Time(total) + " in all")}. It assumes that every network learns from {speed} images a "
                + $"second, as --images-per-second says, and that a look without learning (tests, ensembles, teachers) takes a third of that."));
    }

    private static string[] CellsOf(StageEstimate stage, int inputSize, double? imagesPerSecond) =>
    [
        stage.Stage.Name,
        stage.Kind,
        Listed([.. stage.Data.Train.Select(set => RunPaths.AtSize(set, inputSize))]) + (stage.Data.Subjects is { } subjects ? $" (subjects: {subjects})" : ""),
        Listed([.. stage.Data.Tests.Keys]),
        Number(stage.Samples),
        Number(stage.Epochs),
        Number(stage.Steps),
        Number(stage.Batch),
        Bytes(stage.DataBytes),
        Bytes(stage.ParameterBytes),
        imagesPerSecond is { } speed && stage.Images is not 0 ? Time(stage.TimeAt(speed)) : Unknown,
    ];

    /// <summary>Sets in their order, one that is taken several times named once.</summary>
    private static string Listed(IReadOnlyList<string> sets) => sets.Count == 0
        ? Unknown : string.Join(", ", sets.GroupBy(set => set).Select(set => set.Count() > 1 ? $"{set.Key} ×{set.Count()}" : set.Key));

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? Unknown;

    private static string Bytes(long? value) => value switch
    {
        null => Unknown,
        0 => Unknown,
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.0} kB"),
    };

    private static string Time(TimeSpan? time) => time switch
    {
        null => Unknown,
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.Value.TotalDays:0.0} days"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Value.TotalHours:0.0} h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Value.TotalMinutes:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.Value.TotalSeconds:0.0} s"),
    };
}
