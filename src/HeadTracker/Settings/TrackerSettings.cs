using System.Text.Json.Serialization;
using HeadTracker.Attention;
using HeadTracker.Filtering;
using HeadTracker.Response;

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

/// <summary>The camera and how it is opened.</summary>
public sealed record CameraSettings
{
    [Setting("Camera number or name, file, folder or address, as after --source; null for the first camera.", AtStart = true)]
    public string? Source { get; init; }

    [Setting("Width to ask the camera for, in pixels.", Minimum = 16, Maximum = 16384, AtStart = true)]
    public int? Width { get; init; }

    [Setting("Height to ask the camera for, in pixels.", Minimum = 16, Maximum = 16384, AtStart = true)]
    public int? Height { get; init; }

    [Setting("Frames per second to ask the camera for.", Minimum = 0.1, Maximum = 1000, AtStart = true)]
    public double? Fps { get; init; }

    [Setting("Exposure in milliseconds; null leaves it to the camera.", Minimum = 0.01, Maximum = 1000, AtStart = true)]
    public double? ExposureMs { get; init; }

    [Setting("Do not ask for MJPG; better pictures, but large ones come slowly over USB.", AtStart = true)]
    public bool? Uncompressed { get; init; }

    [Setting("Diagonal field of view in degrees, which distances depend on.", Minimum = 1, Maximum = 179, AtStart = true)]
    public float? FieldOfView { get; init; }
}

/// <summary>Which networks run, and on what. Null leaves the choice to the program.</summary>
public sealed record ModelSettings
{
    [Setting("Pose model: the name of one in models/, an ONNX file, or \"landmarks\".", AtStart = true)]
    public string? Pose { get; init; }

    [Setting("Face detector: \"blazeface\", \"blazeface-front\", or an ONNX file.", AtStart = true)]
    public string? Detector { get; init; }

    [Setting("What runs the networks.", Choices = ["auto", "dml", "cuda", "coreml", "cpu"], AtStart = true)]
    public string? Provider { get; init; }
}

/// <summary>Recentring without being told to.</summary>
public sealed record RecentreSettings
{
    [Setting("Make the pose zero again when the face comes back after it was lost for this many seconds; null for never.", Minimum = 0.1, Maximum = 3600)]
    public double? AfterLossSeconds { get; init; }
}

/// <summary>How each axis of the recentred pose becomes one of the outputs: dead zone, curve, gain, limit, inversion.</summary>
/// <remarks>Angles in degrees, turned in the order yaw, pitch, roll; places in centimetres, as in the table of outputs.</remarks>
public sealed record ResponseSettings
{
    public AxisResponseOptions Yaw { get; init; } = new();

    public AxisResponseOptions Pitch { get; init; } = new();

    public AxisResponseOptions Roll { get; init; } = new();

    public AxisResponseOptions X { get; init; } = new();

    public AxisResponseOptions Y { get; init; } = new();

    public AxisResponseOptions Z { get; init; } = new();
}

/// <summary>The driver-monitoring demo. It is no safety system.</summary>
public sealed record AttentionSettings
{
    [Setting("Watch whether the head looks ahead.")]
    public bool Enabled { get; init; }

    [Setting("The car's speed in km/h, for the EU thresholds; null when unknown.", Minimum = 0, Maximum = 400)]
    public double? SpeedKmh { get; init; }

    [Setting("Sound a warning.")]
    public bool Sound { get; init; } = true;

    public AttentionOptions Thresholds { get; init; } = new();
}
