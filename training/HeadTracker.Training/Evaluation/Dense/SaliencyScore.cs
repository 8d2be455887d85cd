using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>
/// How well what stands out is found, as the code published with MTI-Net measures it: at each of the thresholds 0.2, 0.25 … 0.9 every image has an
/// intersection over union of the foreground (the background has no part in it), and these are averaged over the images; the best of the means counts.
/// An image without foreground in which none is predicted counts 1.
/// </summary>
/// <remarks>Beyond that code, pixels that are not known are left out, and so are images of which nothing is.</remarks>
public sealed class SaliencyScore
{
    private static readonly float[] Thresholds = [.. Enumerable.Range(4, 15).Select(twentieth => twentieth / 20f)];

    private readonly double[] _sums = new double[Thresholds.Length];
    private long _images;

    /// <summary>At the best threshold; NaN where nothing is known.</summary>
    public double MeanIou => _sums.Max() / _images;

    /// <param name="probabilities">(B, 1, M, M), 0 to 1; foreground above a threshold.</param>
    /// <param name="truth">(B, 1, M, M), 0 or 1.</param>
    /// <param name="known">bool (B, 1, M, M): where the truth is known.</param>
    public void Add(Tensor probabilities, Tensor truth, Tensor known)
    {
        using var scope = NewDisposeScope();
        var foreground = truth.gt(0.5).logical_and(known);
        var images = known.flatten(1).any(1);
        for (var i = 0; i < Thresholds.Length; i++)
        {
            var predicted = probabilities.detach().gt(Thresholds[i]).logical_and(known);
            var both = predicted.logical_and(foreground).flatten(1).sum(1).to(ScalarType.Float64);
            var either = predicted.logical_or(foreground).flatten(1).sum(1);
            _sums[i] += where(either.eq(0), 1, both / either).masked_select(images).sum().item<double>();
        }

        _images += images.sum().item<long>();
    }
}
