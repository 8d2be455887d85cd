using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Predicts a test set's poses with a network, alone or as an ensemble.</summary>
/// <param name="network">In evaluation mode.</param>
/// <param name="normalizer">The rule from bytes to network input.</param>
/// <param name="batch">Images per forward pass.</param>
/// <param name="group">Processes that share the batches, each of which gets all angles; null for this one alone.</param>
public sealed class PosePrediction(PoseNetwork network, BatchNormalizer normalizer, int batch, ProcessGroup? group = null)
{
    private readonly ProcessGroup _group = group ?? ProcessGroup.Alone;

    private BinSpecification Bins => network.Heads.Bins[0];

    /// <summary>The convolutional ensemble's angles for every face of a set; a grid without padding is the network alone.</summary>
    public EulerAngles[] Ensemble(FaceSet set, EnsembleGrid grid)
    {
        RequireMargin(set, grid.Padding);
        return OverBatches(set, grid.Padding, images => RvcExpectation.Of(ConvolutionalEnsemble.Probabilities(network, images, grid), Bins));
    }

    /// <summary>The quasi-ensemble's angles.</summary>
    public EulerAngles[] QuasiEnsemble(FaceSet set, EnsembleGrid grid)
    {
        RequireMargin(set, grid.Padding);
        using var sliding = new SlidingNetwork(network, grid);
        return OverBatches(set, grid.Padding, images => RvcExpectation.Of(sliding.Probabilities(images), Bins));
    }

    /// <summary>The regression head's angles.</summary>
    public EulerAngles[] Regression(FaceSet set) => OverBatches(set, 0, images => network.call(images).Regression!);

    /// <summary>
    /// The angles of several ensembles, each offset of the widest one's finest grid predicted once and shared by all ensembles that contain it.
    /// </summary>
    public IReadOnlyDictionary<EnsembleGrid, EulerAngles[]> Ensembles(FaceSet set, IReadOnlyList<EnsembleGrid> grids, Action<double> progress)
    {
        var widest = grids.Max(grid => grid.Padding);
        RequireMargin(set, widest);
        var angles = grids.ToDictionary(grid => grid, _ => new float[3 * set.Count]);
        var offsets = new EnsembleGrid(1, widest).Offsets.ToArray();
        using var none = no_grad();
        var done = 0L;
        foreach (var (rows, images) in Inputs(set, widest))
        {
            var sums = grids.ToDictionary(grid => grid, _ => zeros(images.shape[0], 3, Bins.Count, device: images.device));
            for (var i = 0; i < offsets.Length; i++)
            {
                var users = grids.Where(grid => Contains(grid, widest, offsets[i])).ToArray();
                if (users.Length > 0)
                {
                    using var inner = NewDisposeScope();
                    var crops = images.narrow(2, offsets[i].Y, set.InputSize).narrow(3, offsets[i].X, set.InputSize);
                    var probabilities = network.call(crops).Finest.softmax(-1);
                    foreach (var grid in users) sums[grid].add_(probabilities);
                }

                progress((done + (double)rows.Length * (i + 1) / offsets.Length) * _group.Count / set.Count);
            }

            done += rows.Length;

            foreach (var grid in grids) Keep(RvcExpectation.Of(sums[grid].div_(grid.Count), Bins), angles[grid], rows);
        }

        return angles.ToDictionary(pair => pair.Key, pair => OfAll(pair.Value));
    }

    private static bool Contains(EnsembleGrid grid, int widest, (int X, int Y) offset)
    {
        var (x, y) = (offset.X - widest + grid.Padding, offset.Y - widest + grid.Padding);
        return x >= 0 && y >= 0 && x <= 2 * grid.Padding && y <= 2 * grid.Padding && x % grid.Stride == 0 && y % grid.Stride == 0;
    }

    private EulerAngles[] OverBatches(FaceSet set, int padding, Func<Tensor, Tensor> predict)
    {
        var angles = new float[3 * set.Count];
        using var none = no_grad();
        foreach (var (rows, images) in Inputs(set, padding)) Keep(predict(images), angles, rows);
        return OfAll(angles);
    }

    /// <summary>This process's batches as network input; as for <see cref="FaceSet.InBatches"/>, each is gone when the next is asked for.</summary>
    private IEnumerable<(ReadOnlyMemory<long> Rows, Tensor Images)> Inputs(FaceSet set, int padding) =>
        set.InBatches(batch, padding, _group).Select(faces => (faces.Rows, normalizer.Apply(faces.Images)));

    /// <summary>Degrees (B, 3) of faces that follow each other, at their place among all.</summary>
    private static void Keep(Tensor degrees, float[] angles, ReadOnlyMemory<long> rows) =>
        degrees.cpu().data<float>().ToArray().CopyTo(angles, 3 * rows.Span[0]);

    /// <summary>The angles of every face, out of those of this process's: where it has none are zeros.</summary>
    private EulerAngles[] OfAll(float[] angles)
    {
        _group.Sum(angles);
        return [.. angles.Chunk(3).Select(face => new EulerAngles(face[0], face[1], face[2]))];
    }

    private static void RequireMargin(FaceSet set, int padding)
    {
        if (padding > set.Margin)
            throw new UserErrorException(
                $"An ensemble of padding {padding} looks {padding} pixels beyond the box, but {set.Name} stores only {set.Margin}; pack it again "
                    + "with a larger margin.");
    }
}
