using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>
/// How well edges are found: the F-measure at the one threshold that is best for the whole set ("optimal dataset scale", Martin et al. 2004), of
/// 0.01, 0.02 … 0.99. A predicted edge pixel is right within a pixel of a true one, diagonals included, and a true one is found within a pixel of a
/// predicted one.
/// </summary>
/// <remarks>
/// The benchmarks of the field thin the predictions and assign pixels one to one. Here an edge three pixels wide counts as right as the one of a pixel in
/// its middle, so that figures compare with one another and not with published ones.
/// </remarks>
public sealed class BoundaryScore
{
    private static readonly float[] Thresholds = [.. Enumerable.Range(1, 99).Select(percent => percent / 100f)];

    // At each threshold: predicted edges, those that are right, true edges that are found.
    private readonly long[] _predicted = new long[Thresholds.Length], _right = new long[Thresholds.Length], _found = new long[Thresholds.Length];
    private long _true;

    /// <summary>The best harmonic mean of precision and recall; NaN without a true edge.</summary>
    public double OdsF => _true == 0 ? double.NaN : Enumerable.Range(0, Thresholds.Length).Max(FAt);

    /// <param name="probabilities">(B, 1, M, M), 0 to 1.</param>
    /// <param name="truth">(B, 1, M, M), 0 or 1.</param>
    /// <param name="known">bool (B, 1, M, M): where the truth is known; edges elsewhere are neither counted nor near to anything.</param>
    public void Add(Tensor probabilities, Tensor truth, Tensor known)
    {
        using var scope = NewDisposeScope();
        var edges = truth.gt(0.5).logical_and(known);
        var predicted = probabilities.detach().to(ScalarType.Float32).masked_fill(known.logical_not(), 0);
        var thresholds = tensor(Thresholds, device: probabilities.device);
        Accumulate(_predicted, predicted.masked_select(known));
        Accumulate(_right, predicted.masked_select(known.logical_and(Near(edges.to(ScalarType.Float32)).gt(0.5))));
        // A pixel within reach is predicted at a threshold where the largest probability there reaches it.
        Accumulate(_found, Near(predicted).masked_select(edges));
        _true += edges.sum().item<long>();

        void Accumulate(long[] sums, Tensor values)
        {
            var reaching = Known.Reaching(values, thresholds);
            for (var i = 0; i < sums.Length; i++) sums[i] += reaching[i];
        }
    }

    private static Tensor Near(Tensor map) => nn.functional.max_pool2d(map, 3, 1, padding: 1);

    private double FAt(int threshold)
    {
        if (_right[threshold] == 0 || _found[threshold] == 0) return 0;
        var (precision, recall) = (_right[threshold] / (double)_predicted[threshold], _found[threshold] / (double)_true);
        return 2 * precision * recall / (precision + recall);
    }
}
