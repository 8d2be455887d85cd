using HeadTracker.Training.Evaluation.Dense;

namespace HeadTracker.Training.Tests.Evaluation.Dense;

public sealed class MultiTaskDeltaTests
{
    /// <summary>The thesis's table 4.1: IoU, and two errors in pixels.</summary>
    [Theory]
    [InlineData("MTL baseline", 61.5, 11.8, 2.66, -3.33)]
    [InlineData("MTAN", 62.8, 11.8, 2.66, -2.53)]
    [InlineData("Cross-stitch", 65.1, 11.6, 2.55, 0.42)]
    [InlineData("NDDR-CNN", 65.6, 11.6, 2.54, 0.89)]
    [InlineData("Ours - 1", 62.1, 11.7, 2.66, -2.68)]
    [InlineData("Ours - 2", 62.7, 11.7, 2.62, -1.84)]
    [InlineData("Ours - 3", 64.1, 11.6, 2.62, -0.96)]
    public void Follows_table_4_1(string method, double segmentation, double instances, double disparity, double printed) =>
        Follows(method, printed, 0.16, [segmentation, instances, disparity], [65.2, 11.7, 2.57], lower: [1, 2]);

    /// <summary>Table 5.1a: IoU and rmse.</summary>
    [Theory]
    [InlineData("MTL", 32.09, 0.668, -1.71)]
    [InlineData("PAD-Net", 32.80, 0.660, -0.02)]
    [InlineData("PAD-Net (N)", 33.85, 0.658, 1.65)]
    [InlineData("PAD-Net (N+E)", 32.92, 0.655, 0.52)]
    [InlineData("Ours (w/o FPM)", 34.38, 0.640, 3.85)]
    [InlineData("Ours (w/o FPM) (N)", 34.49, 0.642, 3.84)]
    [InlineData("Ours (w/o FPM) (N+E)", 34.68, 0.637, 4.48)]
    [InlineData("Ours (w/ FPM)", 35.12, 0.620, 6.40)]
    [InlineData("Ours (w/ FPM) (N)", 36.22, 0.600, 9.57)]
    [InlineData("Ours (w/ FPM) (N+E)", 37.49, 0.607, 10.91)]
    public void Follows_table_5_1a(string method, double segmentation, double depth, double printed) =>
        Follows(method, printed, 0.09, [segmentation, depth], [33.18, 0.667], lower: [1]);

    /// <summary>Table 6.2c: IoU of segmentation and of parts, mean angle of normals, IoU of saliency, odsF of edges.</summary>
    [Theory]
    [InlineData("Fixed (Grid S.)", 63.8, 58.6, 14.9, 65.1, 69.2, -2.86)]
    [InlineData("Uncertainty", 65.4, 59.2, 16.5, 65.6, 68.6, -4.60)]
    [InlineData("DWA", 63.4, 58.9, 14.9, 65.1, 69.1, -2.94)]
    [InlineData("GradNorm", 64.7, 59.0, 15.4, 64.5, 67.0, -3.97)]
    [InlineData("MGDA", 64.9, 57.9, 15.6, 62.5, 61.4, -6.81)]
    public void Follows_table_6_2c(string method, double segmentation, double parts, double normals, double saliency, double edges, double printed) =>
        Follows(method, printed, 0.12, [segmentation, parts, normals, saliency, edges], [66.2, 59.9, 13.9, 66.3, 68.8], lower: [2]);

    /// <summary>A tenth more of what is better higher, a fifth more of what is better lower; a task that only the baselines have does not count.</summary>
    [Fact]
    public void Tasks_are_joined_by_name()
    {
        TaskScore[] single = [new("depth", "rmse", 0.5, true), new("edges", "odsF", 0.7, false), new("parts", "mIoU", 0.4, false)];
        Assert.Equal(-0.05, MultiTaskDelta.Of([new("parts", "mIoU", 0.44, false), new("depth", "rmse", 0.6, true)], single), 12);
        Assert.Equal(0, MultiTaskDelta.Of(single, single));
        Assert.Equal(double.NaN, MultiTaskDelta.Of([new("parts", "mIoU", double.NaN, false)], single));
        Assert.Equal(double.NaN, MultiTaskDelta.Of([], single));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_a_sentence()
    {
        TaskScore[] single = [new("depth", "rmse", 0, true), new("edges", "odsF", 0.7, false)];
        Assert.Equal(
            "Task 'parts' has no single-task result to be compared with (there are: depth, edges); train it by itself first.",
            Refusal(new("parts", "mIoU", 0.4, false)));
        Assert.StartsWith("The single-task network of 'depth' has rmse 0,", Refusal(new("depth", "rmse", 1, true)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Task 'edges' was measured by loss and its single-task network by odsF;", Refusal(new("edges", "loss", 1, true)), StringComparison.Ordinal);

        string Refusal(TaskScore score) => Assert.Throws<UserErrorException>(() => MultiTaskDelta.Of([score], single)).Message;
    }

    private static void Follows(string method, double printed, double tolerance, double[] values, double[] baselines, int[] lower)
    {
        var percent = 100 * MultiTaskDelta.Of(Scores(values), Scores(baselines));
        Assert.True(Math.Abs(percent - printed) <= tolerance, $"{method}: {percent:F3} %, printed {printed} %");
        Assert.Equal(0, MultiTaskDelta.Of(Scores(baselines), Scores(baselines)));

        TaskScore[] Scores(double[] row) => [.. row.Select((value, i) => new TaskScore($"task{i}", "metric", value, lower.Contains(i)))];
    }
}
