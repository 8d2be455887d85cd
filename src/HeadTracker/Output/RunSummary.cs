using System.Text.Json;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary>Milliseconds of one stage.</summary>
/// <param name="Count">How many frames went through it.</param>
public sealed record StageSummary(long Count, double P50, double P95, double P99, double Mean, double Max)
{
    public static StageSummary Of(LatencyHistogram latency) => new(
        latency.Count,
        latency.Percentile(0.5).TotalMilliseconds,
        latency.Percentile(0.95).TotalMilliseconds,
        latency.Percentile(0.99).TotalMilliseconds,
        latency.Mean.TotalMilliseconds,
        latency.Maximum.TotalMilliseconds);
}

/// <summary>What <c>summary.json</c> says about a run.</summary>
/// <param name="Source">Camera, file or address.</param>
/// <param name="Frames">Frames processed.</param>
/// <param name="FramesWithFace">Those of them in which a face was seen.</param>
/// <param name="FramesUnsure">Those in which something was seen that may be none.</param>
/// <param name="Searches">Those of them that were searched as a whole instead of following the faces.</param>
/// <param name="Dropped">Frames that a newer one overtook before they were processed.</param>
/// <param name="Fps">Frames processed per second.</param>
/// <param name="Seconds">How long the run took.</param>
/// <param name="Interrupted">Whether Ctrl+C ended it.</param>
/// <param name="Provider">The execution provider that really ran the pose model.</param>
/// <param name="DetectorProvider">The one that really ran the detector.</param>
/// <param name="Stages">Milliseconds per stage: capture, detection, estimation, the networks in them, filtering, wire (from
/// arrival until the poses are handed on), output.</param>
/// <param name="EndToEnd">Milliseconds from a picture's arrival to its filtered poses.</param>
public sealed record RunSummary(
    string Source,
    long Frames,
    long FramesWithFace,
    long FramesUnsure,
    long Searches,
    long Dropped,
    double Fps,
    double Seconds,
    bool Interrupted,
    string Model,
    string Provider,
    string Detector,
    string DetectorProvider,
    string Filter,
    IReadOnlyDictionary<string, StageSummary> Stages,
    StageSummary EndToEnd)
{
    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web);
    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";

    public string ToJsonLine() => JsonSerializer.Serialize(this, OneLine);

    /// <summary>The stages of a run by name, without the end-to-end time.</summary>
    public static IReadOnlyDictionary<string, StageSummary> StagesOf(PipelineStatistics statistics) =>
        statistics.Stages.Where(stage => stage.Latency != statistics.EndToEnd).ToDictionary(stage => stage.Name, stage => StageSummary.Of(stage.Latency));
}
