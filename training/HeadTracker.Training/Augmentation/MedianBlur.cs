using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Replaces each byte by the median of its neighbourhood, the image's edge repeated outwards.</summary>
public static class MedianBlur
{
    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="kernel">Side of the neighbourhood, odd.</param>
    public static Tensor Apply(Tensor images, int kernel)
    {
        using var scope = NewDisposeScope();
        var padded = Pad(Pad(images, 2, kernel / 2), 3, kernel / 2);
        var neighbours = padded.unfold(2, kernel, 1).unfold(3, kernel, 1).reshape([.. images.shape, kernel * kernel]);
        var (median, _) = neighbours.kthvalue(kernel * kernel / 2 + 1, -1);
        return median.MoveToOuterDisposeScope();
    }

    private static Tensor Pad(Tensor images, int dimension, int margin)
    {
        var length = images.shape[dimension];
        return images.index_select(dimension, arange(-margin, length + margin, ScalarType.Int64, images.device).clamp(0, length - 1));
    }
}
