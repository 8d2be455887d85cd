using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
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
    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true };

    /// <summary>When the run began, in UTC.</summary>
    public DateTime? StartedUtc { get; init; }

    /// <summary>The program's.</summary>
    public string? Version { get; init; }

    /// <summary>Pixels across of the last picture; 0 when there was none.</summary>
    public int Width { get; init; }

    /// <summary>Pixels down of the last picture.</summary>
    public int Height { get; init; }

    /// <summary>The camera's diagonal field of view that places were reckoned with, in degrees.</summary>
    public float FieldOfView { get; init; }

    /// <summary>
    /// What the run was told: every setting of a profile in force at its end, each filter's parameters among them, and what only options say.
    /// </summary>
    public JsonObject? Options { get; init; }

    /// <summary>How the film is coded; null for none.</summary>
    public FilmCodec? Film { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";

    public string ToJsonLine() => JsonSerializer.Serialize(this, OneLine);

    /// <summary>The stages of a run by name, without the end-to-end time.</summary>
    public static IReadOnlyDictionary<string, StageSummary> StagesOf(PipelineStatistics statistics) =>
        statistics.Stages.Where(stage => stage.Latency != statistics.EndToEnd).ToDictionary(stage => stage.Name, stage => StageSummary.Of(stage.Latency));
}
