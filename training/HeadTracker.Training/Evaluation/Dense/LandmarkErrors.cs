using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>How far landmarks are off, those not known left out. NaN where none is known.</summary>
public sealed class LandmarkErrors
{
    private double _magnitudes, _normalised;
    private long _points, _faces;

    /// <summary>L1: the mean over points and both coordinates, in pixels.</summary>
    public double MeanAbsolute => _magnitudes / (2 * _points);

    /// <summary>
    /// Normalised mean error: the mean over a face's points of their distances, divided by √(width · height) of the box around its true landmarks, as is
    /// usual on sets with profiles (Zhu et al. 2016), where the eyes' distance vanishes; averaged over the faces. Faces whose known landmarks have no box,
    /// being none, one, or in a line along an axis, are left out.
    /// </summary>
    public double Nme => _normalised / _faces;

    /// <param name="predicted">(B, P, 2), x and y in pixels.</param>
    /// <param name="truth">(B, P, 2).</param>
    /// <param name="known">bool (B, P). The box is around these alone, so where the visible ones are counted it may be smaller.</param>
    public void Add(Tensor predicted, Tensor truth, Tensor known)
    {
        using var scope = NewDisposeScope();
        var (mask, labels) = (known.unsqueeze(-1), truth.to(ScalarType.Float64));
        var errors = where(mask, predicted.detach() - labels, 0);
        _magnitudes += errors.abs().sum().item<double>();
        _points += known.sum().item<long>();

        var distances = errors.square().sum(-1).sqrt().sum(1) / known.sum(1);
        var box = where(mask, labels, double.NegativeInfinity).amax([1]) - where(mask, labels, double.PositiveInfinity).amin([1]);
        var sizes = box.prod(1).sqrt();
        var measured = sizes.isfinite().logical_and(sizes.gt(0));
        _normalised += (distances / sizes).masked_select(measured).sum().item<double>();
        _faces += measured.sum().item<long>();
    }
}
