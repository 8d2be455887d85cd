using System.Text.Json;
using HeadTracker.Filtering;
using HeadTracker.Replay;

namespace HeadTracker.Commands;

/// <summary>Every filter's figures on a recording, for people or as JSON.</summary>
internal static class TuningReport
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="ahead">Prediction behind each of the filters.</param>
    public static void Print(string path, IReadOnlyList<RecordedFrame> recording, TimeSpan ahead, bool json)
    {
        var tuning = new FilterTuning(recording);
        var figures = PoseFilters.Names.Select(PoseFilters.Parse).Select(kind => tuning.Measure(PoseFilters.NameOf(kind, ahead), () => PoseFilters.Create(kind, ahead))).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { recording = path, frames = recording.Count, tuning.RestSeconds, tuning.MotionFrames, filters = figures }, Indented));
            return;
        }

        Console.WriteLine($"{path}: {recording.Count} frames; at rest (below {FilterTuning.RestSpeed}°/s) for {tuning.RestSeconds:F1} s, in motion (above {FilterTuning.MotionSpeed}°/s) in {tuning.MotionFrames} frames");
        Report.Table(
            ["filter", "jitter °", "lag ms", "error in motion °"],
            [.. figures.Select(row => new[] { row.Filter, Cell(row.JitterDegrees, "F3"), Cell(row.LagMs, "F0"), Cell(row.ErrorDegrees, "F2") })]);
    }

    private static string Cell(double? value, string format) => value?.ToString(format) ?? "–";
}
