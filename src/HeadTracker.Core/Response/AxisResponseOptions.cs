namespace HeadTracker.Response;

/// <summary>A point of a response curve, both in the axis's unit: degrees, or centimetres.</summary>
public readonly record struct CurvePoint(float Input, float Output);

/// <summary>The user's wishes for one axis; the defaults pass it through.</summary>
public sealed record AxisResponseOptions
{
    /// <summary>Around straight ahead nothing moves within this, in the axis's unit.</summary>
    public float DeadZone { get; init; }

    /// <summary>Points for one side, by rising input; the curve starts at the origin and mirrors itself. Empty: straight.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    public float Gain { get; init; } = 1;

    /// <summary>The output never exceeds this in either direction.</summary>
    public float Limit { get; init; } = float.PositiveInfinity;

    public bool Invert { get; init; }
}
