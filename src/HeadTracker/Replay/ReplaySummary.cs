using System.Text.Json;

namespace HeadTracker.Replay;

/// <summary>How a replay went.</summary>
/// <param name="Recording">The file.</param>
/// <param name="Frames">Frames played.</param>
/// <param name="FramesWithFace">Those of them that show a face.</param>
/// <param name="Seconds">From the recording's first frame to the last one played, on its own clock.</param>
/// <param name="Interrupted">Whether Ctrl+C ended it.</param>
public sealed record ReplaySummary(string Recording, int Frames, int FramesWithFace, double Seconds, string Filter, bool Interrupted)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";
}
