using HeadTracker.Geometry;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// How often each pose is drawn. Wide poses are rare in life and in photos, but a tracker must know them, so each angle mixes
/// a part that is flat over the whole range with parts that crowd around zero, where people mostly are.
/// </summary>
/// <remarks>
/// Yaw: 45 % flat over ±99°, 35 % normal σ = 35°, 20 % normal σ = 12°. Pitch: 25 % flat over ±60°, 35 % normal σ = 25°, 40 %
/// normal σ = 12°. Roll: 15 % flat over ±50°, 35 % normal σ = 20°, 50 % normal σ = 8°. Draws outside the range are drawn again.
/// </remarks>
public static class PoseDensity
{
    public const float LargestYaw = 99;
    public const float LargestPitch = 60;
    public const float LargestRoll = 50;

    /// <param name="random">Is drawn from.</param>
    /// <param name="leastYaw">Heads that are turned by less than this many degrees are drawn again.</param>
    public static EulerAngles Draw(Random random, float leastYaw = 0) => new(
        Draw(random, LargestYaw, 0.45f, 0.35f, 35, 12, leastYaw),
        Draw(random, LargestPitch, 0.25f, 0.35f, 25, 12),
        Draw(random, LargestRoll, 0.15f, 0.35f, 20, 8));

    private static float Draw(Random random, float limit, float flat, float wide, float wideDeviation, float narrowDeviation, float least = 0)
    {
        while (true)
        {
            var part = random.NextSingle();
            var angle = part < flat ? random.Uniform(-limit, limit) : random.Normal(0, part < flat + wide ? wideDeviation : narrowDeviation);
            if (MathF.Abs(angle) >= least && MathF.Abs(angle) <= limit) return angle;
        }
    }
}
