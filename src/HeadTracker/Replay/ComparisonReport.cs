using System.Text.Json;
using HeadTracker.CommandLine;

namespace HeadTracker.Replay;

/// <summary>Two recordings side by side, for people or as JSON.</summary>
internal static class ComparisonReport
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(string first, string second, bool json)
    {
        var differences = RecordingComparison.Compare(PoseRecording.Read(first), PoseRecording.Read(second));
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { first, second, differences }, Indented));
            return;
        }

        Console.WriteLine($"{second} against {first}: {differences.Frames} frames in both, {differences.OnlyFirst} only in the first, "
            + $"{differences.OnlySecond} only in the second");
        Report.Table(
            ["degrees", "mean", "mean size", "rms about mean", "95 %", "largest"],
            [.. differences.Axes.Select(axis =>
                new[] { axis.Axis, $"{axis.Mean:F2}", $"{axis.MeanAbsolute:F2}", $"{axis.Rms:F2}", $"{axis.P95:F2}", $"{axis.Max:F2}" })]);
        Console.WriteLine($"Lag of the second: {Cell(differences.LagMs, "F0", " ms")}; jitter at rest: "
            + $"{Cell(differences.FirstJitter, "F3", "°")} and {Cell(differences.SecondJitter, "F3", "°")}");
    }

    private static string Cell(double? value, string format, string unit) => value is { } number ? number.ToString(format) + unit : "–";
}
