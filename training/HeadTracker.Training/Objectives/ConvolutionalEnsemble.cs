using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The convolutional ensemble of the KD paper (§3.3): one network sees the face through boxes shifted over a regular grid (eq. 5) and
/// the probabilities it gives are averaged (eq. 6).
/// </summary>
public static class ConvolutionalEnsemble
{
    /// <summary>Averaged probabilities (B, 3, bins) of the network's finest head.</summary>
    /// <param name="network">In evaluation mode.</param>
    /// <param name="padded">Normalised images (B, 3, size + 2p, size + 2p).</param>
    /// <param name="grid">Stride and padding.</param>
    public static Tensor Probabilities(PoseNetwork network, Tensor padded, EnsembleGrid grid) => Probabilities(network, padded, grid, [.. grid.Offsets]);

    /// <summary>The same average over some of the grid's offsets alone.</summary>
    /// <inheritdoc cref="Probabilities(PoseNetwork, Tensor, EnsembleGrid)"/>
    /// <param name="offsets">Of <see cref="EnsembleGrid.Offsets"/>.</param>
    public static Tensor Probabilities(PoseNetwork network, Tensor padded, EnsembleGrid grid, IReadOnlyList<(int X, int Y)> offsets)
    {
        var size = padded.shape[3] - 2 * grid.Padding;
        using var none = no_grad();
        Tensor? sum = null;
        foreach (var (x, y) in offsets)
        {
            using var scope = NewDisposeScope();
            // One crop of the whole batch per offset: the batch is what fills the device, not the grid.
            var crops = padded.narrow(2, y, size).narrow(3, x, size);
            var probabilities = network.call(crops).Finest.softmax(-1);
            if (sum is null) sum = probabilities.MoveToOuterDisposeScope();
            else sum.add_(probabilities);
        }

        return sum!.div_(offsets.Count);
    }
}
