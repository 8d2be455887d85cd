using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Adds independent Gaussian noise to every value of each image.</summary>
public static class GaussianNoise
{
    /// <summary>A standard deviation in 1/255.</summary>
    public static float Draw(SeededRandom random) => random.Between(1f, 12f);

    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="deviations">n standard deviations in 1/255.</param>
    /// <param name="generator">Source of the noise, on the images' device; null is the device's own.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<float> deviations, Generator? generator)
    {
        using var scope = NewDisposeScope();
        var noise = randn(images.shape, device: images.device, generator: generator);
        return Bytes.From(images + noise * Bytes.PerImage(deviations, images.device).unsqueeze(1)).MoveToOuterDisposeScope();
    }
}
