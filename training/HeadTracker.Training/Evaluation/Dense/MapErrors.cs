using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>Errors of depth, offsets and other numbers over all known pixels of a set, in the unit of the maps. NaN where nothing is known.</summary>
/// <remarks>For depth of any origin; what only distances from the camera allow is in <see cref="DepthRatios"/>.</remarks>
public sealed class MapErrors
{
    private double _squares, _magnitudes;
    private long _count;

    /// <summary>The root of the mean over pixels and channels, not over images.</summary>
    public double Rmse => Math.Sqrt(_squares / _count);

    /// <summary>The mean over pixels and channels.</summary>
    public double MeanAbsolute => _magnitudes / _count;

    /// <param name="predicted">(B, C, M, M).</param>
    /// <param name="truth">(B, C, M, M).</param>
    /// <param name="mask">bool (B, 1, M, M): where the truth is known.</param>
    public void Add(Tensor predicted, Tensor truth, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var errors = Known.Values(predicted, mask) - Known.Values(truth, mask);
        _squares += errors.square().sum().item<double>();
        _magnitudes += errors.abs().sum().item<double>();
        _count += errors.numel();
    }
}
