namespace HeadTracker.Response;

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
