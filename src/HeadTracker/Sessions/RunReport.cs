using HeadTracker.CommandLine;
using HeadTracker.Output;

namespace HeadTracker.Sessions;

/// <summary>Tells a person how a run went.</summary>
internal static class RunReport
{
    public static void Print(RunSummary summary, string? folder)
    {
        var share = summary.Frames > 0 ? 100.0 * summary.FramesWithFace / summary.Frames : 0;
        var unsure = summary.FramesUnsure > 0 ? $", {summary.FramesUnsure} unsure" : "";
        Console.WriteLine($"{summary.Source}: {summary.Frames} frames, {summary.FramesWithFace} with a face ({share:F1} %){unsure}, {summary.Fps:F1} per "
            + $"second, {summary.Dropped} dropped{(summary.Interrupted ? ", interrupted" : "")}");
        Console.WriteLine($"{summary.Model} on {summary.Provider}, {summary.Detector} on {summary.DetectorProvider}, filter {summary.Filter}");
        Report.Table(
            ["ms", "frames", "p50", "p95", "p99", "max"],
            [.. summary.Stages.Where(stage => stage.Value.Count > 0).Select(stage => Row(stage.Key, stage.Value)), Row("end to end", summary.EndToEnd)]);
        if (folder is not null) Console.WriteLine($"Files: {folder}");
    }

    private static string[] Row(string name, StageSummary stage) =>
        [name, $"{stage.Count}", $"{stage.P50:F2}", $"{stage.P95:F2}", $"{stage.P99:F2}", $"{stage.Max:F2}"];
}
