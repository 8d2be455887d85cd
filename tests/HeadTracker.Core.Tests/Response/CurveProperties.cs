using System.Numerics;
using CsCheck;
using HeadTracker.Geometry;
using HeadTracker.Response;

namespace HeadTracker.Core.Tests.Response;

/// <summary>What holds for every curve and response that there may be.</summary>
public sealed class CurveProperties
{
    private const int Iterations = 3000;

    /// <summary>Any floats but NaN and the infinities: the largest, the least and all between.</summary>
    private static readonly Gen<float> Finite = Gen.Float.Where(float.IsFinite);

    /// <summary>Knots in order, however near, far and steep.</summary>
    private static readonly Gen<Vector2[]> Knots = Gen.Select(Finite.Array[2, 8], Finite.Array[2, 8], (xs, ys) =>
    {
        var rising = xs.Distinct().Order().ToArray();
        var heights = ys.Order().ToArray();
        return rising.Zip(heights, (x, y) => new Vector2(x, y)).ToArray();
    }).Where(knots => knots.Length >= 2);

    /// <summary>Curves that a profile may have, down to its narrowest steps.</summary>
    private static readonly Gen<CurvePoint[]> Points = Gen.Select(Gen.Int[1, 12_000].Array[0, 8], Gen.Float[0, 125].Array[8], (steps, rises) =>
    {
        var (x, y) = (0, 0f);
        return steps.Select((step, i) => new CurvePoint((x += step) * (float)CurvePoint.LeastInput, y += rises[i])).ToArray();
    });

    private static readonly Gen<AxisResponseOptions> Options = Gen.Select(Points, Gen.Float[0, 90], Gen.Float[0, 50], Gen.Float[0.1f, 1000], Gen.Bool, Gen.Bool,
        (curve, deadZone, gain, limit, isLimited, invert) => new AxisResponseOptions
        {
            Curve = curve, DeadZone = deadZone, Gain = gain, Limit = isLimited ? limit : null, Invert = invert,
        });

    private static readonly Gen<HeadPose> Head = Gen.Select(Gen.Float[-180, 180], Gen.Float[-90, 90], Gen.Float[-180, 180], Gen.Float[-100, 100].Array[3],
        (yaw, pitch, roll, place) => new HeadPose(new EulerAngles(yaw, pitch, roll).ToRotation(), new Vector3(place), default, 1));

    [Fact]
    public void A_finite_input_has_a_finite_output() =>
        Gen.Select(Knots, Finite.Array[1, 20]).Sample((knots, inputs) =>
        {
            var curve = new MonotoneCurve(knots);
            return Array.TrueForAll(inputs, x => float.IsFinite(curve[x]));
        }, iter: Iterations);

    [Fact]
    public void A_curve_never_falls_and_keeps_within_its_knots() =>
        Gen.Select(Knots, Finite.Array[2, 20]).Sample((knots, inputs) =>
        {
            var curve = new MonotoneCurve(knots);
            // Of two inputs in one piece the farther may come out lower by what rounding costs, and never by more.
            var slack = 1e-9 * Math.Max(1, Math.Max(Math.Abs((double)knots[0].Y), Math.Abs((double)knots[^1].Y)));
            var ordered = inputs.Concat(knots.Select(knot => knot.X)).Order().ToArray();
            return knots.All(knot => curve[knot.X] == knot.Y)
                && ordered.Zip(ordered.Skip(1)).All(pair => (double)curve[pair.Second] >= curve[pair.First] - slack);
        }, iter: Iterations);

    [Fact]
    public void A_response_is_finite_odd_and_never_turns_back() =>
        Gen.Select(Options, Finite.Array[2, 20]).Sample((options, inputs) =>
        {
            var response = new AxisResponse(options);
            var sizes = inputs.Select(Math.Abs).Order().ToArray();
            var sign = options.Invert ? -1 : 1;
            return Array.TrueForAll(sizes, x => float.IsFinite(response[x]) && response[-x] == -response[x])
                && sizes.Zip(sizes.Skip(1)).All(pair => sign * response[pair.Second] >= sign * response[pair.First] * (1 - 1e-6f));
        }, iter: Iterations);

    [Fact]
    public void A_head_stays_a_head() =>
        Gen.Select(Options.Array[6], Head).Sample((axes, head) =>
        {
            var shaped = new PoseResponse(new ResponseSettings
            {
                Yaw = axes[0], Pitch = axes[1], Roll = axes[2], X = axes[3], Y = axes[4], Z = axes[5],
            }).Apply(head);
            var place = shaped.Translation!.Value;
            return Math.Abs(shaped.Rotation.Length() - 1) < 1e-3f && float.IsFinite(place.X) && float.IsFinite(place.Y) && float.IsFinite(place.Z);
        }, iter: Iterations);
}
