namespace HeadTracker.Attention;

/// <summary>
/// Thresholds of the driver-monitoring demo. The defaults are the published ones; see <see cref="AttentionWarning"/> for whose they are.
/// </summary>
public sealed record AttentionOptions
{
    /// <summary>Half-angles in degrees of the elliptic cone about the forward direction that counts as looking at the road.</summary>
    public float ConeYaw { get; init; } = 22;

    public float ConePitch { get; init; } = 16;

    /// <summary>Degrees by which the cone widens once a glance is inside, so that noise at its edge does not flicker.</summary>
    public float Hysteresis { get; init; } = 2;

    /// <summary>Seconds of the driver's habitual pose that make the forward direction when none is given.</summary>
    public double CalibrationSeconds { get; init; } = 5;

    public double LongDistractionSeconds { get; init; } = 3;

    public double SharedAwaySeconds { get; init; } = 10;

    public double SharedWindowSeconds { get; init; } = 30;

    /// <summary>Seconds away at more than <see cref="FastSpeed"/>.</summary>
    public double FastAwaySeconds { get; init; } = 3.5;

    /// <summary>Seconds away from <see cref="SlowSpeed"/> up to <see cref="FastSpeed"/>.</summary>
    public double SlowAwaySeconds { get; init; } = 6;

    /// <summary>km/h.</summary>
    public double FastSpeed { get; init; } = 50;

    public double SlowSpeed { get; init; } = 20;

    public double BufferSeconds { get; init; } = 2;

    /// <summary>Seconds that eyes need to take the road in again before the buffer refills.</summary>
    public double BufferRefillDelaySeconds { get; init; } = 0.1;

    /// <summary>Seconds without a face before that is reported.</summary>
    public double FaceLostSeconds { get; init; } = 1;

    /// <summary>Seconds of looking ahead that clear every warning.</summary>
    public double ClearSeconds { get; init; } = 2;
}
