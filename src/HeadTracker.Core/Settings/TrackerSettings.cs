using System.Text.Json.Serialization;
using HeadTracker.Attention;
using HeadTracker.Filtering;
using HeadTracker.Response;
using HeadTracker.Serialization;

namespace HeadTracker.Settings;

/// <summary>
/// Everything a profile says. Immutable: a change makes a new tree. Values that a file leaves out are the defaults here; what each means
/// and may be stands in its <see cref="SettingAttribute"/>.
/// </summary>
public sealed record TrackerSettings
{
    public static TrackerSettings Defaults { get; } = new();

    /// <summary>Where editors find the schema of the file; means nothing to the program.</summary>
    [JsonPropertyName("$schema")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schema { get; init; }

    public CameraSettings Camera { get; init; } = new();

    public ModelSettings Model { get; init; } = new();

    public FilterOptions Filter { get; init; } = new();

    public RecentreSettings Recentre { get; init; } = new();

    public ResponseSettings Response { get; init; } = new();

    [Setting("Where poses are sent, as after --send: \"opentrack\", \"vmc://192.168.1.20\", \"json://[::1]:5000\".")]
    public IReadOnlyList<string> Outputs { get; init; } = [];

    public AttentionSettings Attention { get; init; } = new();
}
