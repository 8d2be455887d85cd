using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>How strong the noise of one image is.</summary>
/// <param name="ColorShift">Standard deviation of the hue, as a share of the circle at full intensity.</param>
/// <param name="Intensity">Strength of both noises.</param>
public readonly record struct IsoNoiseStrength(float ColorShift, float Intensity)
{
    /// <summary>Albumentations' ranges.</summary>
    public static IsoNoiseStrength Draw(SeededRandom random) => new(random.Between(0.01f, 0.05f), random.Between(0.1f, 0.5f));
}

/// <summary>
/// The noise of a sensor at high ISO: Poisson noise that lifts the lightness, in proportion to the image's contrast, and Gaussian noise on the hue (HLS).
/// </summary>
public static class IsoNoise
{
    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    /// <param name="strengths">n of them.</param>
    /// <param name="generator">Source of the noise, on the images' device; null is the device's own.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<IsoNoiseStrength> strengths, Generator? generator)
    {
        using var scope = NewDisposeScope();
        var (_, lightness, _) = ColorSpaces.RgbToHls(Bytes.ToUnit(images));
        var contrast = lightness.std([1, 2], unbiased: false, keepdim: true);
        var rate = contrast * Bytes.PerImage([.. strengths.Select(s => s.Intensity * 255)], images.device);
        var light = poisson(rate.expand(lightness.shape).contiguous(), generator);
        var deviation = Bytes.PerImage([.. strengths.Select(s => s.ColorShift * 360 * s.Intensity)], images.device);
        var hue = randn(lightness.shape, device: images.device, generator: generator) * deviation;
        return Add(images, light, hue).MoveToOuterDisposeScope();
    }

    /// <summary>Adds given noise.</summary>
    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    /// <param name="light">(n, H, W), in 1/255 of the way to white.</param>
    /// <param name="hue">(n, H, W), in degrees.</param>
    internal static Tensor Add(Tensor images, Tensor light, Tensor hue)
    {
        using var scope = NewDisposeScope();
        var (h, l, s) = ColorSpaces.RgbToHls(Bytes.ToUnit(images));
        var noisy = new Channels((h + hue).remainder(360), (l + light / 255f * (1 - l)).clamp(0, 1), s);
        return Bytes.FromUnit(ColorSpaces.HlsToRgb(noisy)).MoveToOuterDisposeScope();
    }
}
