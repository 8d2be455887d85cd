using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>
/// How far absolute depth is off in proportion (thesis of Vandenhende 2022, table 5.5), over all known pixels of a set. NaN where nothing is known. Depth
/// from the face's own centre is about 0, and has no proportions.
/// </summary>
public sealed class DepthRatios
{
    /// <summary>What scenes are measured by, and what heads are, all of whose pixels are within a quarter.</summary>
    public const double SceneFactor = 1.25, HeadFactor = 1.02;

    private const int Powers = 3;

    private static readonly double[] Factors = [SceneFactor, HeadFactor];

    private readonly long[] _within = new long[Factors.Length * Powers];
    private double _relative;
    private long _count;

    /// <summary>The mean of |predicted - true| / true.</summary>
    public double Relative => _relative / _count;

    /// <summary>δ: share of the pixels where max(predicted / true, true / predicted) is below a power of a factor.</summary>
    /// <param name="factor"><see cref="SceneFactor"/> or <see cref="HeadFactor"/>.</param>
    /// <param name="power">1, 2 or 3.</param>
    public double Within(double factor, int power)
    {
        var row = Array.IndexOf(Factors, factor);
        if (row < 0) throw new ArgumentOutOfRangeException(nameof(factor), factor, "not counted");
        ArgumentOutOfRangeException.ThrowIfLessThan(power, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(power, Powers);
        return _within[row * Powers + power - 1] / (double)_count;
    }

    /// <param name="predicted">(B, 1, M, M), metres from the camera; no depth is within anything where it is not positive.</param>
    /// <param name="truth">(B, 1, M, M), metres from the camera, positive.</param>
    /// <param name="mask">bool (B, 1, M, M): where the truth is known.</param>
    public void Add(Tensor predicted, Tensor truth, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var (said, actual) = (Known.Values(predicted, mask), Known.Values(truth, mask));
        _relative += ((said - actual).abs() / actual).sum().item<double>();
        _count += actual.numel();
        for (var i = 0; i < _within.Length; i++)
        {
            var limit = Math.Pow(Factors[i / Powers], i % Powers + 1);
            _within[i] += said.lt(limit * actual).logical_and(actual.lt(limit * said)).sum().item<long>();
        }
    }
}
