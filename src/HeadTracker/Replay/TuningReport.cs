using System.Numerics;
using System.Text.Json;
using HeadTracker.CommandLine;
using HeadTracker.Filtering;
using HeadTracker.Metrics;
using HeadTracker.Serialization;
using HeadTracker.Settings;

namespace HeadTracker.Replay;

/// <summary>Every filter's figures on a recording, for people or as JSON.</summary>
internal static class TuningReport
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="settings">The filters' parameters, the prediction behind each, and the pivot.</param>
    /// <param name="truth">Where the neck was in each frame of the clip; null when nobody knows.</param>
    public static void Print(string path, IReadOnlyList<RecordedFrame> recording, TrackerSettings settings, IReadOnlyList<Vector3>? truth, bool json)
    {
        var options = settings.Filter;
        var shaping = settings.NewShaping();
        var tuning = new FilterTuning(recording.SelectMany(frame => frame.Faces).Select(face => (face.Id, face.Measured.At(shaping.Pivot))));
        var pivots = PivotReport.Of(recording, settings.Pivot, truth);
        var figures = PoseFilters.Names.Select(name => options with { Kind = WireName.Parse<PoseFilterKind>(name)!.Value })
            .Select(one => tuning.Measure(PoseFilters.NameOf(one), () => new AdjustableFilter(one))).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new { recording = path, frames = recording.Count, tuning.RestSeconds, tuning.MotionFrames, filters = figures, pivot = pivots }, Indented));
            return;
        }

        Console.WriteLine($"{path}: {recording.Count} frames; at rest (below {FilterTuning.RestSpeed}°/s) for {tuning.RestSeconds:F1} s, "
            + $"in motion (above {FilterTuning.MotionSpeed}°/s) in {tuning.MotionFrames} frames");
        Report.Table(
            ["filter", "jitter °", "jitter mm", "lag ms", "error in motion °"],
            [.. figures.Select(row => new[]
            {
                row.Filter, Cell(row.JitterDegrees, "F3"), Cell(row.JitterMillimetres, "F2"), Cell(row.LagMs, "F0"), Cell(row.ErrorDegrees, "F2"),
            })]);
        pivots.Print();
    }

    private static string Cell(double? value, string format) => value?.ToString(format) ?? "–";
}
