using System.Numerics;
using HeadTracker.Synthesis.Lighting;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>Random light: rooms and streets, lamps and windows, dark rooms with a screen, light from behind.</summary>
public static class LightSampler
{
    /// <param name="random">Everything is drawn from here.</param>
    /// <param name="maps">What surrounds people.</param>
    /// <param name="dim">See <see cref="RenderOptions.Dim"/>.</param>
    public static LightRig Draw(Random random, IReadOnlyList<EnvironmentMap> maps, bool dim = false)
    {
        var map = random.Pick(maps);
        var turn = Quaternion.CreateFromYawPitchRoll(random.Uniform(-MathF.PI, MathF.PI), random.Uniform(-0.25f, 0.25f), random.Uniform(-0.1f, 0.1f));
        var tint = Vector3.Lerp(Vector3.One, Colour(random), random.Uniform(0, 0.35f));
        if (dim) return new LightRig(map, turn, tint * random.Uniform(0.03f, 0.2f), random.Chance(0.6f) ? Screen(random) : null);
        return random.NextSingle() switch
        {
            < 0.28f => new LightRig(map, turn, tint, null),
            < 0.68f => new LightRig(map, turn, tint * random.Uniform(0.4f, 1), Key(random, random.Uniform(0.4f, 1.6f), 1.9f, 0.25f)),
            < 0.80f => new LightRig(map, turn, tint * random.Uniform(0.1f, 0.35f), Key(random, random.Uniform(0.5f, 1.5f), 1.5f, 0.6f)),
            < 0.90f => new LightRig(map, turn, tint * random.Uniform(0.05f, 0.25f), Screen(random)),
            _ => new LightRig(map, turn, tint * random.Uniform(0.3f, 0.8f), Back(random)),
        };
    }

    // Around to the sides by up to 'aside' radians, from a little below to high above.
    private static KeyLight Key(Random random, float strength, float aside, float colourful)
    {
        var azimuth = random.Uniform(-aside, aside);
        var height = random.Uniform(-0.25f, 1.2f);
        return new KeyLight(Direction(azimuth, height), Vector3.Lerp(Vector3.One, Colour(random), random.Uniform(0, colourful)) * strength, Softness(random));
    }

    private static KeyLight Screen(Random random) => new(
        Direction(random.Uniform(-0.3f, 0.3f), random.Uniform(-0.4f, 0.15f)),
        Vector3.Lerp(new Vector3(0.75f, 0.9f, 1.25f), Colour(random), random.Uniform(0, 0.5f)) * random.Uniform(0.3f, 0.9f),
        random.Uniform(0.012f, 0.03f));

    private static KeyLight Back(Random random) => new(
        Direction(random.Uniform(1.9f, 2.8f) * (random.Chance(0.5f) ? 1 : -1), random.Uniform(-0.1f, 0.8f)),
        Vector3.Lerp(Vector3.One, Colour(random), random.Uniform(0, 0.3f)) * random.Uniform(1, 3),
        Softness(random));

    private static float Softness(Random random) => random.Uniform(0.002f, 0.02f);

    private static Vector3 Direction(float azimuth, float height)
    {
        var (sinA, cosA) = MathF.SinCos(azimuth);
        var (sinH, cosH) = MathF.SinCos(height);
        return new Vector3(cosH * sinA, sinH, cosH * cosA);
    }

    // From candle to sky mostly; any hue at times.
    private static Vector3 Colour(Random random)
    {
        if (random.Chance(0.75f))
        {
            var warm = random.Uniform(-1, 1);
            return new Vector3(1 + 0.45f * warm, 1, 1 - 0.6f * warm);
        }

        var hue = random.Uniform(0, 2 * MathF.PI);
        return new Vector3(1 + MathF.Cos(hue), 1 + MathF.Cos(hue - 2.0944f), 1 + MathF.Cos(hue + 2.0944f)) * 0.9f;
    }
}
