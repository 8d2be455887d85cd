using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>How far offsets to the centres of parts are off, over all known cells of a set. NaN where nothing is known.</summary>
public sealed class OffsetErrors
{
    private double _magnitudes;
    private long _count;

    /// <summary>The mean over cells and both coordinates, in the unit of the maps: cells.</summary>
    public double MeanAbsolute => _magnitudes / _count;

    /// <param name="predicted">(B, 2, M, M).</param>
    /// <param name="truth">(B, 2, M, M).</param>
    /// <param name="mask">bool (B, 1, M, M): where the truth is known.</param>
    public void Add(Tensor predicted, Tensor truth, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var errors = Known.Values(predicted, mask) - Known.Values(truth, mask);
        _magnitudes += errors.abs().sum().item<double>();
        _count += errors.numel();
    }
}
