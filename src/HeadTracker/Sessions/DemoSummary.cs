using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Output;

namespace HeadTracker.Sessions;

/// <summary>The demo's clip.</summary>
/// <param name="Error">Against the true poses, when they came with the clip.</param>
internal sealed record DemoClip(RunSummary Run, PoseError? Error);

/// <summary>What the demo found, as its summary.json.</summary>
internal sealed record DemoSummary(IReadOnlyList<ImageResult> Photos, DemoClip? Clip)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToJson() => new JsonObject
    {
        ["photos"] = new JsonArray([.. Photos.Select(photo => JsonNode.Parse(photo.ToJson()))]),
        ["clip"] = JsonSerializer.SerializeToNode(Clip, Json),
    }.ToJsonString(Json) + "\n";
}
