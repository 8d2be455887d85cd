using System.Globalization;
using HeadTracker.CommandLine;

namespace HeadTracker.Measurement;

/// <summary>A measurement for people.</summary>
internal static class BenchTable
{
    public static void Print(BenchReport report)
    {
        var first = report.Cases[0];
        Report.Text(string.Create(CultureInfo.InvariantCulture,
            $"{first.Frames} frames each, {(first.Live is { } rate ? $"{rate:0.#} per second as from a camera" : "as fast as they can be processed")}; "
                + $"{first.Detector}; {report.Processors} processors; ONNX Runtime {report.OnnxRuntime}; peak memory {report.PeakMegabytes:F0} MB"));
        Console.WriteLine();
        // Numbered: a row that begins with its whole case leaves no room for figures.
        Report.Table(["#", "model", "provider", "threads", "size"], [.. report.Cases.Select((result, i) => Case(result, i))]);
        Console.WriteLine();
        Report.Table(
            ["#", "faces", "fps", "dropped", "p50 ms", "p95", "p99", "wire p95", "CPU ms", "CPU %", "overhead %", "bytes"],
            [.. report.Cases.Select((result, i) => (IReadOnlyList<string>)
            [
                $"{i + 1}", Number(result.Frames > 0 ? (double)result.Faces / result.Frames : 0), Number(result.Fps), $"{result.Dropped}",
                Number(result.EndToEnd.P50), Number(result.EndToEnd.P95), Number(result.EndToEnd.P99), Number(result.Stages["wire"].P95),
                Number(result.CpuMillisecondsPerFrame), Number(100 * result.CpuShare), Number(100 * result.Overhead), Number(result.AllocatedBytesPerFrame),
            ])]);
        Console.WriteLine();
        Console.WriteLine("p50 ms of the stages; detector: share of frames in which it ran");
        var stages = first.Stages.Keys.ToList();
        Report.Table(
            ["#", .. stages, "detector"],
            [.. report.Cases.Select((result, i) => (IReadOnlyList<string>)
                [$"{i + 1}", .. stages.Select(stage => Number(result.Stages[stage].P50)),
                    Number(result.Frames > 0 ? 100.0 * result.Looks / result.Frames : 0) + "%"])]);
    }

    private static IReadOnlyList<string> Case(BenchResult result, int index) =>
        [$"{index + 1}", result.Model, result.Provider, result.Threads == 0 ? "auto" : $"{result.Threads}", result.Size];

    private static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);
}
