using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Augmentation;

/// <summary>Blurs each image by a Gaussian of its own width, the image's edge repeated outwards.</summary>
public static class GaussianBlur
{
    /// <summary>The widest Gaussian, as a share of the image's side: 2 pixels of 224.</summary>
    public const float WidestShare = 2f / 224;

    /// <summary>A standard deviation in pixels, from a tenth of the widest on.</summary>
    public static float Draw(SeededRandom random, long side) => random.Between(0.1f, 1f) * WidestShare * side;

    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="deviations">n standard deviations in pixels.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<float> deviations)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var radius = Math.Max(1, (int)MathF.Ceiling(3 * deviations.Max()));
        // One image is one group of the convolution: its three channels are its batch.
        var kernels = Kernels(deviations, radius, images.device);
        var x = images.to(ScalarType.Float32).permute(1, 0, 2, 3);
        x = functional.conv2d(Repeat(x, 2, radius), kernels.view(count, 1, -1, 1), groups: count);
        x = functional.conv2d(Repeat(x, 3, radius), kernels.view(count, 1, 1, -1), groups: count);
        return Bytes.From(x.permute(1, 0, 2, 3)).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>(n, 2·radius + 1), each row with sum 1.</summary>
    private static Tensor Kernels(IReadOnlyList<float> deviations, int radius, Device device)
    {
        var position = arange(-radius, radius + 1, ScalarType.Float32, device);
        var width = tensor(deviations.ToArray(), device: device).clamp_min(1e-3f).unsqueeze(-1);
        return (-(position / width).square() / 2).softmax(-1);
    }

    private static Tensor Repeat(Tensor images, int dimension, int radius)
    {
        var length = images.shape[dimension];
        return images.index_select(dimension, arange(-radius, length + radius, ScalarType.Int64, images.device).clamp(0, length - 1));
    }
}
