using System.Text.Json;
using System.Text.Json.Serialization;
using HeadTracker.Output;

namespace HeadTracker.Measurement;

/// <summary>What one case measured over all its runs.</summary>
/// <param name="Provider">What really ran the pose model.</param>
/// <param name="Threads">As asked for; 0 for as many as paid.</param>
/// <param name="Size">Width x height of the frames.</param>
/// <param name="Live">Frames per second at which the frames were handed over; null when as fast as they could be processed.</param>
/// <param name="FramesWithFace">Those with a face in view.</param>
/// <param name="Looks">Frames in which the detector ran.</param>
/// <param name="Searches">Frames in which it searched the whole picture.</param>
/// <param name="Dropped">Frames that a newer one overtook.</param>
/// <param name="Faces">Poses in all.</param>
/// <param name="CpuMillisecondsPerFrame">Processor time of the whole process per frame, decoding included.</param>
/// <param name="CpuShare">The same over time: 1 is one core.</param>
/// <param name="AllocatedBytesPerFrame">On the managed heap, by the whole process, once warm.</param>
/// <param name="Overhead">Share of a frame's way from arrival to its poses on the wire that is neither decoding nor inside the networks.</param>
/// <param name="Stages">Milliseconds per stage, as in <see cref="RunSummary.Stages"/>.</param>
/// <param name="EndToEnd">Milliseconds from a frame's arrival to its filtered poses.</param>
public sealed record BenchResult(
    string Model,
    string Detector,
    string Provider,
    int Threads,
    string Size,
    double? Live,
    long Frames,
    long FramesWithFace,
    long Looks,
    long Searches,
    long Dropped,
    long Faces,
    double Fps,
    double CpuMillisecondsPerFrame,
    double CpuShare,
    double AllocatedBytesPerFrame,
    double Overhead,
    IReadOnlyDictionary<string, StageSummary> Stages,
    StageSummary EndToEnd);

/// <summary>A whole measurement: the machine and every case.</summary>
/// <param name="Processors">Logical ones that the process may use.</param>
/// <param name="OnnxRuntime">Its version.</param>
/// <param name="PeakMegabytes">The most memory that the process had in use, with all cases open.</param>
public sealed record BenchReport(int Processors, string OnnxRuntime, double PeakMegabytes, IReadOnlyList<BenchResult> Cases)
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}
