using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Replaces each byte by the median of its neighbourhood, the image's edge repeated outwards.</summary>
/// <remarks>Neighbouring windows share columns, so the columns are sorted first, once; then each window merges its own.</remarks>
public static class MedianBlur
{
    private static readonly Dictionary<int, (SelectionNetwork Column, SelectionNetwork Window)> Networks =
        new[] { 3, 5, 7 }.ToDictionary(kernel => kernel,
            kernel => (SelectionNetwork.Sorting(kernel), new SelectionNetwork(kernel, kernel, kernel * kernel / 2)));

    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="kernel">Side of the neighbourhood: 3, 5 or 7, those of Albumentations.</param>
    public static Tensor Apply(Tensor images, int kernel)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.shape[2], images.shape[3]);
        var padded = Pad(Pad(images, 2, kernel / 2), 3, kernel / 2);
        var (column, window) = Networks[kernel];
        var sorted = column.Run([.. Enumerable.Range(0, kernel).Select(row => padded.narrow(2, row, height))]);
        var lists = Enumerable.Range(0, kernel).SelectMany(x => sorted.Select(rank => rank.narrow(3, x, width)));
        return window.Run([.. lists])[0].MoveToOuterDisposeScope();
    }

    private static Tensor Pad(Tensor images, int dimension, int margin)
    {
        var length = images.shape[dimension];
        return images.index_select(dimension, arange(-margin, length + margin, ScalarType.Int64, images.device).clamp(0, length - 1));
    }
}
