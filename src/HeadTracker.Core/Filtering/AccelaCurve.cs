using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>Accela's speed (units per second) by distance: a monotone cubic through opentrack's knots, straight on after the last.</summary>
internal static class AccelaCurve
{
    private static readonly MonotoneCurve Curve = new(
        [new(0, 0), new(0.5f, 0.4f), new(1, 1.5f), new(1.5f, 8), new(2.5f, 35), new(5, 100), new(8, 200), new(9, 300)]);

    public static float SpeedAt(float distance) => distance <= 0 ? 0 : Curve[distance];
}
