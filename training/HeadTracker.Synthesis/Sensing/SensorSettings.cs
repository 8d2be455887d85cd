using System.Numerics;

namespace HeadTracker.Synthesis.Sensing;

/// <summary>What a camera does to the light that reaches it.</summary>
/// <param name="Exposure">Factor on the light, on top of the automatic exposure.</param>
/// <param name="WhiteBalance">Factors on red, green and blue.</param>
/// <param name="LensBlur">Standard deviation in pixels.</param>
/// <param name="MotionBlur">Length in pixels and angle in radians.</param>
/// <param name="ShotNoise">Variance per unit of signal, in units of white.</param>
/// <param name="ReadNoise">Standard deviation in the dark, in units of white.</param>
/// <param name="Contrast">0 a plain sRGB curve, 1 a strong S on top.</param>
/// <param name="Shrink">The picture is brought down by this factor and up again: 1 leaves it.</param>
/// <param name="Jpeg">Quality 5 to 100; 0 leaves it out.</param>
/// <param name="Grey">A picture without colour.</param>
public sealed record SensorSettings(
    float Exposure, Vector3 WhiteBalance, float LensBlur, (float Length, float Angle) MotionBlur, float ShotNoise, float ReadNoise, float Contrast,
        float Shrink, int Jpeg, bool Grey)
{
    /// <summary>A good camera in good light.</summary>
    public static SensorSettings Clean { get; } = new(1, Vector3.One, 0, (0, 0), 0, 0, 0.2f, 1, 0, false);

    /// <summary>A webcam of random quality. Sizes in pixels are for a picture of <paramref name="size"/> pixels.</summary>
    public static SensorSettings Draw(Random random, int size)
    {
        var scale = size / 224f;
        var poor = random.Chance(0.35f);
        var noise = MathF.Exp(random.Uniform(-3, poor ? 1 : 0));
        return new SensorSettings(
            MathF.Exp(random.Normal(0, 0.28f)),
            new Vector3(MathF.Exp(random.Normal(0, 0.07f)), 1, MathF.Exp(random.Normal(0, 0.09f))),
            random.Chance(0.7f) ? random.Uniform(0.2f, poor ? 1.6f : 0.8f) * scale : 0,
            random.Chance(0.18f) ? (random.Uniform(2, poor ? 11 : 6) * scale, random.Uniform(0, MathF.PI)) : (0, 0),
            0.004f * noise,
            0.012f * noise,
            random.Uniform(0, 0.8f),
            random.Chance(poor ? 0.5f : 0.12f) ? random.Uniform(1.2f, 4) : 1,
            random.Chance(0.8f) ? random.Next(poor ? 25 : 60, 96) : 0,
            random.Chance(0.04f));
    }
}
