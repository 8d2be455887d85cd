using HeadTracker.Training.Runs;
using OpenCvSharp;

namespace HeadTracker.Training.Stages;

/// <summary>Writes a picture per test set into the stage's folder: mean errors of earlier stages over their epochs or over another axis.</summary>
public static class ChartStage
{
    public static IReadOnlyList<ResultRow> Run(ChartStageOptions options, StageContext context, StageReport report)
    {
        Directory.CreateDirectory(context.Paths.StageFolder(options.Name).Path);
        foreach (var test in context.Experiment.Data.Test.Keys)
        {
            var lines = options.Series.Select(series => new ChartLine(series.Key, PointsOf(options, series.Value, test, context.Paths))).ToArray();
            using var picture = LineChart.Draw($"{options.Name}: mean error on {test}, degrees", options.Axis, lines);
            var file = context.Paths.StageFolder(options.Name).File(string.Concat(test.Where(char.IsLetterOrDigit)) + ".png");
            AtomicFile.Write(file, partial => File.WriteAllBytes(partial, picture.ImEncode()));
        }

        report(1, $"{context.Experiment.Data.Test.Count} pictures");
        return [];
    }

    private static (double X, double Y)[] PointsOf(ChartStageOptions options, IReadOnlyList<string> stages, string test, RunPaths paths)
    {
        if (options.X.Count > 0)
            return [.. stages.Select((stage, i) => (options.X[i], MeanOn(test, ExperimentResults.ReadRows(paths.StageFolder(stage).File(ExperimentResults.RowsFile)))))];
        return [.. new ErrorCurve(paths.StageFolder(stages[0])).Read().Select(point => ((double)point.Epoch, MeanOn(test, point.Rows)))];
    }

    private static double MeanOn(string test, IReadOnlyList<ResultRow> rows) => rows.First(row => row.Test == test).Mean;
}
