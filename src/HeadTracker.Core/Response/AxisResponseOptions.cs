using System.Text.Json.Serialization;
using HeadTracker.Serialization;

namespace HeadTracker.Response;

/// <summary>A point of a response curve, both in the axis's unit: degrees, or centimetres.</summary>
/// <param name="Input">How far the head is turned or moved.</param>
/// <param name="Output">What is sent then.</param>
public readonly record struct CurvePoint(
    [property: JsonRequired, Setting("The head's degrees or centimetres.", Minimum = CurvePoint.LeastInput, Maximum = CurvePoint.Largest)] float Input,
    [property: JsonRequired, Setting("The degrees or centimetres that are sent.", Minimum = 0, Maximum = CurvePoint.Largest)] float Output)
{
    /// <summary>The least input, and the least distance of two: nobody holds a head so still, and curves get no steeper than this allows.</summary>
    public const double LeastInput = 0.01;

    /// <summary>The largest input and output: ten metres, or several turns.</summary>
    public const double Largest = 1000;
}

/// <summary>The user's wishes for one axis; the defaults pass it through.</summary>
public sealed record AxisResponseOptions
{
    /// <summary>In the axis's unit.</summary>
    [Setting("Around straight ahead nothing moves within this many degrees or centimetres.", Minimum = 0, Maximum = 90)]
    public float DeadZone { get; init; }

    /// <summary>From the origin on, for one side.</summary>
    [Setting("Points for one side, by rising input; the curve starts at the origin and mirrors itself. Empty: straight.")]
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>1 leaves the curve's output.</summary>
    [Setting("Multiplies what the curve gives.", Minimum = 0, Maximum = 50)]
    public float Gain { get; init; } = 1;

    /// <summary>In the axis's unit, to either side; null for none.</summary>
    [Setting("The output never exceeds this in either direction; null for no limit.", Minimum = 0.1, Maximum = 1000)]
    public float? Limit { get; init; }

    /// <summary>Whether the output changes its sign.</summary>
    [Setting("Turns the axis round.")]
    public bool Invert { get; init; }

    /// <summary>Whether the axis comes out as it went in.</summary>
    internal bool PassesThrough => DeadZone == 0 && Curve.Count == 0 && Gain == 1 && Limit is null && !Invert;
}
