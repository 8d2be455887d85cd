using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>Writes pictures into the stage's folder: mean errors of earlier stages, one per test set, or their losses.</summary>
public static class ChartStage
{
    public static IReadOnlyList<ResultRow> Run(ChartStageOptions options, StageContext context, StageReport report)
    {
        var folder = context.Paths.StageFolder(options.Name);
        Directory.CreateDirectory(folder.Path);
        if (options.Quantity == ChartQuantity.Loss)
        {
            Write(folder.File("loss.png"), "loss", "mean loss", options, stages => LossesOf(context.Paths.StageFolder(stages[0])));
            report(1, "1 picture");
            return [];
        }

        if (options.Quantity == ChartQuantity.Delta) options = options with { Axis = "parameters, millions" };
        foreach (var test in context.Experiment.Data.Test.Keys)
        {
            Write(
                folder.File(string.Concat(test.Where(char.IsLetterOrDigit)) + ".png"), $"{options.Subject} on {test}",
                options.Quantity == ChartQuantity.Delta ? "Δ_MTL, %" : $"mean {options.Subject}, degrees", options,
                stages => options.Quantity == ChartQuantity.Delta ? DeltasOf(stages, test, context.Paths) : PointsOf(options, stages, test, context.Paths));
        }

        report(1, $"{context.Experiment.Data.Test.Count} pictures");
        return [];
    }

    private static void Write(string file, string subject, string yLabel, ChartStageOptions options,
        Func<IReadOnlyList<string>, (double X, double Y)[]> pointsOf)
    {
        ChartLine[] lines = [.. options.Series.Select(series => new ChartLine(series.Key, pointsOf(series.Value), !options.Scattered.Contains(series.Key)))];
        var picture = LineChart.Draw($"{options.Name}: {subject}", options.Axis, yLabel, lines);
        AtomicFile.Write(file, partial => File.WriteAllBytes(partial, picture));
    }

    private static (double X, double Y)[] LossesOf(RunFolder stage) =>
        [.. MetricsLog.Read(stage.Metrics).GroupBy(step => step.Epoch).Select(epoch => ((double)epoch.Key, epoch.Average(step => step.Loss)))];

    private static (double X, double Y)[] PointsOf(ChartStageOptions options, IReadOnlyList<string> stages, string test, RunPaths paths)
    {
        if (options.X.Count > 0)
            return [.. stages.Select((stage, i) =>
                (options.X[i], ErrorOn(test, options.Quantity, ExperimentResults.ReadRows(paths.StageFolder(stage).File(ExperimentResults.RowsFile)))))];
        return [.. new ErrorCurve(paths.StageFolder(stages[0])).Read().Select(point => ((double)point.Epoch, ErrorOn(test, options.Quantity, point.Rows)))];
    }

    /// <summary>By rising size of the networks.</summary>
    /// <exception cref="UserErrorException">A stage was not compared with single tasks.</exception>
    private static (double X, double Y)[] DeltasOf(IReadOnlyList<string> stages, string test, RunPaths paths) => [.. stages.Select(stage =>
    {
        var scores = ScoreRow.Read(paths.StageFolder(stage));
        return (ValueOf("", TaskScores.Parameters), ValueOf(test, TaskScores.Delta));

        double ValueOf(string set, (string Task, string Metric) what) =>
            scores.FirstOrDefault(score => score.Test == set && (score.Task, score.Metric) == what)?.Value
                ?? throw new UserErrorException($"'{stage}' has no {what.Task} on {test}; run it, and name stages of its single tasks in its 'against'.");
    }).OrderBy(point => point.Item1)];

    private static double ErrorOn(string test, ChartQuantity quantity, IReadOnlyList<ResultRow> rows)
    {
        var row = rows.First(row => row.Test == test);
        return quantity switch
        {
            ChartQuantity.Yaw => row.Yaw,
            ChartQuantity.Pitch => row.Pitch,
            ChartQuantity.Roll => row.Roll ?? double.NaN,
            _ => row.Mean,
        };
    }
}
