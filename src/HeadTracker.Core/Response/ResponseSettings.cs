namespace HeadTracker.Response;

/// <summary>How each axis of the recentred pose becomes one of the outputs: dead zone, curve, gain, limit, inversion.</summary>
/// <remarks>Angles in degrees, turned in the order yaw, pitch, roll; places in centimetres, as in the table of outputs.</remarks>
public sealed record ResponseSettings
{
    /// <summary>Degrees, + to the person's right.</summary>
    public AxisResponseOptions Yaw { get; init; } = new();

    /// <summary>Degrees, + up.</summary>
    public AxisResponseOptions Pitch { get; init; } = new();

    /// <summary>Degrees, + clockwise in the image.</summary>
    public AxisResponseOptions Roll { get; init; } = new();

    /// <summary>Centimetres to image right.</summary>
    public AxisResponseOptions X { get; init; } = new();

    /// <summary>Centimetres up.</summary>
    public AxisResponseOptions Y { get; init; } = new();

    /// <summary>Centimetres away from the camera.</summary>
    public AxisResponseOptions Z { get; init; } = new();
}
