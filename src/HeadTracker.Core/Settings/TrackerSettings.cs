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
    /// <summary>What a profile says that says nothing.</summary>
    public static TrackerSettings Defaults { get; } = new();

    /// <summary>Where editors find the schema of the file; means nothing to the program.</summary>
    [JsonPropertyName("$schema")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schema { get; init; }

    /// <summary>The source and how it is opened.</summary>
    public CameraSettings Camera { get; init; } = new();

    /// <summary>The networks and what runs them.</summary>
    public ModelSettings Model { get; init; } = new();

    /// <summary>What steadies the poses.</summary>
    public FilterOptions Filter { get; init; } = new();

    /// <summary>The point of the head whose place is told.</summary>
    public PivotSettings Pivot { get; init; } = new();

    /// <summary>When the pose becomes zero by itself.</summary>
    public RecentreSettings Recentre { get; init; } = new();

    /// <summary>What becomes of each axis.</summary>
    public ResponseSettings Response { get; init; } = new();

    /// <summary>Receivers of poses.</summary>
    [Setting("Where poses are sent, as after --send: \"opentrack\", \"vmc://192.168.1.20\", \"json://[::1]:5000\".")]
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>Receivers that are kept at hand.</summary>
    [Setting("Outputs that the dashboard has stopped: kept at hand, and not sent to.")]
    public IReadOnlyList<string> StoppedOutputs { get; init; } = [];

    /// <summary>Whether poses are sent that may be of no face.</summary>
    [Setting("Whether poses are sent that are unsure: of something that may be no face, or of a head that lies or stands on its head.")]
    public bool SendUnsure { get; init; }

    /// <summary>Keys that work whatever program has the keyboard.</summary>
    public HotkeySettings Hotkeys { get; init; } = new();

    /// <summary>Driver monitoring.</summary>
    public AttentionSettings Attention { get; init; } = new();

    /// <summary>What these settings do to a measured pose on its way out.</summary>
    public PoseShaping NewShaping() => new(Filter, Recentre, Response, SendUnsure, Pivot);
}
