using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// A pose network as one big convolution, the KD paper's quasi-ensemble (§3.3): a larger image gives a prediction for every position of a window of the
/// network's input size, at the offsets of an <see cref="EnsembleGrid"/>: 226 × 226 pixels give 3 × 3 with p = 1 and s = 1.
/// </summary>
/// <remarks>
/// A window has the features that the network computes for the whole image where the window lies: between two windows a few pixels apart the strides of
/// the network must not be taken, which costs up to 4⁵ times the work of a stage. The image's own border has the zeros that the network saw
/// around each face while it learnt; inner windows have not, which is why the paper found this worse than no ensemble.
/// </remarks>
public sealed class SlidingNetwork : IDisposable
{
    private readonly ResNet _backbone;
    private readonly PoseHeads _heads;
    private readonly EnsembleGrid _grid;
    private readonly int _stride;

    /// <param name="network">In evaluation mode; its weights are copied and its heads used, so it must live longer than this.</param>
    /// <param name="grid">Where the windows are.</param>
    public SlidingNetwork(PoseNetwork network, EnsembleGrid grid)
    {
        _grid = grid;
        _heads = network.Heads;
        _stride = StrideOf(grid);
        using var none = no_grad();
        var source = network.Backbone.state_dict();
        _backbone = new ResNet(network.Definition.Shape, _stride).to(source.Values.First().device);
        _backbone.load_state_dict(source);
        _backbone.eval();
    }

    /// <summary>How much more it computes for an image than the network does for one window, the four stages of blocks taken as equally dear.</summary>
    public static double WorkOf(EnsembleGrid grid, int size)
    {
        var area = Math.Pow((size + 2.0 * grid.Padding) / size, 2);
        return area * Enumerable.Range(2, ResNet.Stages).Average(stage => Math.Max(1, Math.Pow((double)(1 << stage) / StrideOf(grid), 2)));
    }

    /// <summary>The mean of all windows' probabilities (B, 3, bins) by the finest head.</summary>
    /// <param name="padded">Normalised images (B, 3, size + 2p, size + 2p).</param>
    public Tensor Probabilities(Tensor padded)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        // Between two windows features are as many times finer as the stride is smaller; so is the memory that they take.
        var images = Math.Max(1, padded.shape[0] * _stride * _stride / (ResNet.Stride * ResNet.Stride));
        return cat([.. padded.split(images).Select(OfSome)]).MoveToOuterDisposeScope();
    }

    public void Dispose() => _backbone.Dispose();

    /// <summary>The stride at which all windows begin at a pixel of the feature map: the largest power of two that divides the grid's.</summary>
    private static int StrideOf(EnsembleGrid grid) => Math.Min(grid.Stride & -grid.Stride, ResNet.Stride);

    private Tensor OfSome(Tensor padded)
    {
        using var scope = NewDisposeScope();
        var features = _backbone.call(padded);
        var size = (int)padded.shape[3] - 2 * _grid.Padding;
        var step = ResNet.Stride / _stride;
        // A window's cells are as far apart as those of the network are.
        var reach = (ResNet.CellsAt(ResNet.Stages, size) - 1) * step + 1;
        var windows = _grid.Offsets.Select(offset => features
            .index(TensorIndex.Colon, TensorIndex.Colon, Cells(offset.Y / _stride), Cells(offset.X / _stride)).mean([2, 3], type: ScalarType.Float32));
        var rows = stack(windows, 1);
        var probabilities = _heads.call(rows.flatten(0, 1)).Finest.softmax(-1);
        return probabilities.view(padded.shape[0], _grid.Count, 3, -1).mean([1]).MoveToOuterDisposeScope();

        TensorIndex Cells(long first) => TensorIndex.Slice(first, first + reach, step);
    }
}
