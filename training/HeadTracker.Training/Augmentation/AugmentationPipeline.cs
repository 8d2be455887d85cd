using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// The augmentations that leave the head pose alone, in the order of the KD paper (§4.3): at most one of the colour group, at most
/// one of the channel group, median blur, at most one of the light group, coarse dropout; then the extras and those of the HMTL paper.
/// </summary>
/// <remarks>
/// What happens to which image is drawn from the seeded stream on the CPU, so that it is the same on every device; images that
/// share an augmentation are changed together. ISONoise alone draws its pixels on the images' device.
/// </remarks>
public sealed class AugmentationPipeline(AugmentationOptions options)
{
    private delegate Tensor Change(Tensor images, int count);

    /// <param name="images">uint8 RGB (B, 3, H, W); changed in place.</param>
    /// <param name="random">This batch's stream.</param>
    public void Apply(Tensor images, SeededRandom random)
    {
        var batch = (int)images.shape[0];
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);

        OneOf(images, Assign(random, batch, options.Colour, 4),
            (some, n) => HueSaturationValue.Apply(some, Draw(n, () => HsvShift.Draw(random))),
            (some, n) => Clahe.Apply(some, Draw(n, () => Clahe.DrawClipLimit(random))),
            (some, _) => Equalize.Apply(some),
            (some, _) => Solarize.Apply(some));
        OneOf(images, Assign(random, batch, options.Channels, 2),
            (some, n) => ChannelShuffle.Apply(some, Draw(n, () => random.Permutation(3))),
            (some, n) => ChannelDropout.Apply(some, Draw(n, () => (long)random.Next(3))));
        OneOf(images, Assign(random, batch, options.MedianBlur, 3),
            (some, _) => MedianBlur.Apply(some, 3),
            (some, _) => MedianBlur.Apply(some, 5),
            (some, _) => MedianBlur.Apply(some, 7));
        OneOf(images, Assign(random, batch, options.Light, 2),
            (some, n) => RandomShadow.Apply(some, Draw(n, () => RandomShadow.Draw(random, width, height))),
            (some, n) =>
            {
                var strengths = Draw(n, () => IsoNoiseStrength.Draw(random));
                using var generator = NoiseGenerator.Seeded(random, some.device);
                return IsoNoise.Apply(some, strengths, generator);
            });
        OneOf(images, Assign(random, batch, options.CoarseDropout, 1),
            (some, n) => CoarseDropout.Apply(some, Draw(n, () => CoarseDropout.Draw(random, width))));
        OneOf(images, Assign(random, batch, options.LowResolution, 3),
            (some, _) => LowResolution.Apply(some, 2),
            (some, _) => LowResolution.Apply(some, 3),
            (some, _) => LowResolution.Apply(some, 4));
        OneOf(images, Assign(random, batch, options.Jpeg, 1),
            (some, n) => JpegArtefacts.Apply(some, Draw(n, () => JpegArtefacts.DrawQuality(random))));
        if (options.Brightness + options.Contrast + options.Hue > 0) images.copy_(ColourShift.Apply(images, Draw(batch, () => Shift(random))));
        if (options.Blur > 0)
            OneOf(images, Assign(random, batch, options.Blur, 1), (some, n) => GaussianBlur.Apply(some, Draw(n, () => GaussianBlur.Draw(random, width))));
        if (options.Noise > 0)
        {
            using var generator = NoiseGenerator.Seeded(random, images.device);
            OneOf(images, Assign(random, batch, options.Noise, 1),
                (some, n) => GaussianNoise.Apply(some, Draw(n, () => GaussianNoise.Draw(random)), generator));
        }

        if (options.Cutout > 0)
            OneOf(images, Assign(random, batch, options.Cutout, 1), (some, n) => Cutout.Apply(some, Draw(n, () => CutSquare.Draw(random, width, height))));
    }

    private ColourShift Shift(SeededRandom random)
    {
        var drawn = ColourShift.Draw(random);
        return new(
            random.Chance(options.Brightness) ? drawn.Brightness : 1, random.Chance(options.Contrast) ? drawn.Contrast : 1,
                Hue: random.Chance(options.Hue) ? drawn.Hue : 0);
    }

    /// <summary>For each image which of <paramref name="choices"/> changes happens to it; -1: none.</summary>
    private static int[] Assign(SeededRandom random, int batch, float probability, int choices)
    {
        var assigned = new int[batch];
        for (var i = 0; i < batch; i++) assigned[i] = random.Chance(probability) ? random.Next(choices) : -1;
        return assigned;
    }

    private static void OneOf(Tensor images, int[] assigned, params ReadOnlySpan<Change> changes)
    {
        for (var choice = 0; choice < changes.Length; choice++)
        {
            long[] rows = [.. assigned.Index().Where(image => image.Item == choice).Select(image => (long)image.Index)];
            if (rows.Length == 0) continue;

            using var scope = NewDisposeScope();
            var index = tensor(rows, device: images.device);
            images.index_copy_(0, index, changes[choice](images.index_select(0, index), rows.Length));
        }
    }

    private static T[] Draw<T>(int count, Func<T> draw)
    {
        var drawn = new T[count];
        for (var i = 0; i < count; i++) drawn[i] = draw();
        return drawn;
    }
}
