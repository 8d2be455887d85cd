using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Response;

/// <summary>How one axis of the head becomes one axis of the output. Immutable; thread-safe.</summary>
/// <remarks>
/// In this order: dead zone, curve, gain, limit, inversion. Every step is odd, so that left and right feel the same. The dead zone
/// is taken off the input rather than cut out of it, so that the output leaves zero without a jump. A finite input has a finite output.
/// </remarks>
public sealed class AxisResponse
{
    private readonly AxisResponseOptions _options;
    private readonly MonotoneCurve? _curve;

    /// <exception cref="UserErrorException">An option makes no sense.</exception>
    public AxisResponse(AxisResponseOptions options)
    {
        if (!(options.DeadZone >= 0)) throw new UserErrorException($"A dead zone of {options.DeadZone} makes no sense; give 0 or more.");
        if (options.Limit is { } limit && !(limit > 0)) throw new UserErrorException($"A limit of {options.Limit} makes no sense; give more than 0.");
        if (!float.IsFinite(options.Gain)) throw new UserErrorException("A gain has to be a number.");
        _options = options;
        if (options.Curve.Count > 0) _curve = FromOrigin(options.Curve);
    }

    /// <summary>Whether every value comes out as it went in.</summary>
    public bool PassesThrough => _options.PassesThrough;

    /// <summary>The output for an input, both in the axis's unit.</summary>
    public float this[float input]
    {
        get
        {
            var size = MathF.Max(0, MathF.Abs(input) - _options.DeadZone);
            if (_curve is not null) size = _curve[size];
            var output = (float)Math.Clamp((double)MathF.CopySign(size, input) * _options.Gain, float.MinValue, float.MaxValue);
            if (_options.Limit is { } limit) output = Math.Clamp(output, -limit, limit);
            return _options.Invert ? -output : output;
        }
    }

    private static MonotoneCurve FromOrigin(IReadOnlyList<CurvePoint> points)
    {
        var knots = new Vector2[points.Count + 1];
        for (var i = 0; i < points.Count; i++)
        {
            var (before, point) = (knots[i], points[i]);
            if (!(point.Input <= CurvePoint.Largest && point.Output <= CurvePoint.Largest))
            {
                throw new UserErrorException($"Point {i + 1} of a curve lies beyond {CurvePoint.Largest}; bring it nearer.");
            }

            // Half of it: floats round differences.
            if (!(point.Input - before.X > CurvePoint.LeastInput / 2 && point.Output >= before.Y))
            {
                throw new UserErrorException($"The points of a curve must go right by {CurvePoint.LeastInput} or more and never down, "
                    + $"starting from 0, 0; move point {i + 1}.");
            }

            knots[i + 1] = new(point.Input, point.Output);
        }

        return new MonotoneCurve(knots);
    }
}
