using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>What AutoAugment's policy for ImageNet does to an image.</summary>
internal enum AutoOperation
{
    ShearX,
    Rotate,
    Posterize,
    Solarize,
    AutoContrast,
    Equalize,
    Invert,
    Contrast,
    Colour,
    Sharpness,
}

/// <summary>The operations of <see cref="AutoAugment"/>, each on several images at once.</summary>
internal static class AutoOperations
{
    /// <summary>The ranges of Cubuk et al. 2019, table 6, along the levels.</summary>
    /// <returns>
    /// Shear as a share, degrees, bits, a threshold, or a factor; 0 for operations that have no strength.
    /// </returns>
    public static float StrengthOf(AutoOperation operation, int level, int sign)
    {
        var share = level / (float)AutoAugment.Levels;
        return operation switch
        {
            AutoOperation.ShearX => sign * 0.3f * share,
            AutoOperation.Rotate => sign * 30 * share,
            AutoOperation.Posterize => 8 - MathF.Round(4 * share),
            AutoOperation.Solarize => 256 * (1 - share),
            AutoOperation.Contrast or AutoOperation.Colour or AutoOperation.Sharpness => 0.1f + 1.8f * share,
            _ => 0,
        };
    }

    /// <param name="operation">What happens.</param>
    /// <param name="images">uint8 RGB (n, 3, S, S).</param>
    /// <param name="strengths">n of <see cref="StrengthOf"/>.</param>
    public static Tensor Apply(AutoOperation operation, Tensor images, IReadOnlyList<float> strengths)
    {
        using var scope = NewDisposeScope();
        var changed = operation switch
        {
            AutoOperation.ShearX => Shear(images, strengths),
            AutoOperation.Rotate => GeometricSampler.Sample(
                images, [.. strengths.Select(degrees => new GeometricTransform(Flip: false, degrees))], [.. strengths.Select(_ => 1f)], (int)images.shape[3]),
            AutoOperation.Posterize => images.bitwise_and(PerImage([.. strengths.Select(bits => 256 - MathF.Pow(2, 8 - bits))], images).to(ScalarType.Byte)),
            AutoOperation.Solarize => where(images.to(ScalarType.Float32) >= PerImage(strengths, images), 255 - images, images),
            AutoOperation.AutoContrast => Stretch(images),
            AutoOperation.Equalize => Equalize.Apply(images),
            AutoOperation.Invert => 255 - images,
            AutoOperation.Contrast => ColourShift.Apply(images, [.. strengths.Select(factor => new ColourShift(Contrast: factor))]),
            AutoOperation.Colour => ColourShift.Apply(images, [.. strengths.Select(factor => new ColourShift(Saturation: factor))]),
            AutoOperation.Sharpness => Sharpen(images, strengths),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "not known"),
        };
        return changed.to(ScalarType.Byte).MoveToOuterDisposeScope();
    }

    /// <summary>Rows move sideways in proportion to their distance from the middle.</summary>
    private static Tensor Shear(Tensor images, IReadOnlyList<float> shares)
    {
        var theta = tensor(shares.SelectMany(share => new[] { 1, share, 0, 0, 1, 0 }).ToArray(), [shares.Count, 2, 3], device: images.device);
        var grid = nn.functional.affine_grid(theta, images.shape, align_corners: false);
        return Bytes.From(nn.functional.grid_sample(
            images.to(ScalarType.Float32), grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false));
    }

    /// <summary>Every channel from its darkest value to its brightest over the whole range; one of a single value stays.</summary>
    private static Tensor Stretch(Tensor images)
    {
        var values = images.to(ScalarType.Float32);
        var (darkest, brightest) = (values.amin([2, 3], keepdim: true), values.amax([2, 3], keepdim: true));
        var range = brightest - darkest;
        return Bytes.From(where(range > 0, (values - darkest) * 255 / range.clamp_min(1), values));
    }

    /// <summary>Away from the image smoothed over 3×3 pixels, or towards it; its rim stays.</summary>
    private static Tensor Sharpen(Tensor images, IReadOnlyList<float> factors)
    {
        var values = images.to(ScalarType.Float32);
        var kernel = tensor(new[] { 1f, 1, 1, 1, 5, 1, 1, 1, 1 }, device: images.device).div_(13).view(1, 1, 3, 3).expand(3, 1, 3, 3);
        var smooth = values.clone();
        var (height, width) = (images.shape[2], images.shape[3]);
        smooth.narrow(2, 1, height - 2).narrow(3, 1, width - 2).copy_(nn.functional.conv2d(values, kernel, groups: 3));
        return Bytes.From(smooth + (values - smooth) * PerImage(factors, images));
    }

    private static Tensor PerImage(IReadOnlyList<float> values, Tensor images) => tensor(values.ToArray(), device: images.device).view(-1, 1, 1, 1);
}
