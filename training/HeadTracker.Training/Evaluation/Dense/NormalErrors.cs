using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>Angles between predicted and true normals over all known pixels of a set. NaN where nothing is known.</summary>
public sealed class NormalErrors
{
    private static readonly double[] Limits = [11.25, 22.5, 30];

    private readonly long[] _within = new long[Limits.Length];
    private double _degrees;
    private long _count;

    /// <summary>In degrees.</summary>
    public double MeanAngle => _degrees / _count;

    /// <summary>Share of the pixels whose angle is below so many degrees.</summary>
    /// <param name="degrees">11.25, 22.5 or 30.</param>
    public double Within(double degrees)
    {
        var limit = Array.IndexOf(Limits, degrees);
        if (limit < 0) throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "not counted");
        return _within[limit] / (double)_count;
    }

    /// <param name="predicted">(B, 3, M, M) of any length; where it is 0 it points nowhere, and is 90° off.</param>
    /// <param name="truth">(B, 3, M, M) of any length but 0.</param>
    /// <param name="mask">bool (B, 1, M, M): where the truth is known.</param>
    public void Add(Tensor predicted, Tensor truth, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var cosines = (Directions(predicted, mask) * Directions(truth, mask)).sum([0]);
        var angles = cosines.clamp(-1, 1).acos() * (180 / Math.PI);
        _degrees += angles.sum().item<double>();
        _count += angles.numel();
        for (var i = 0; i < Limits.Length; i++) _within[i] += angles.lt(Limits[i]).sum().item<long>();
    }

    /// <summary>(3, n).</summary>
    private static Tensor Directions(Tensor normals, Tensor mask) =>
        nn.functional.normalize(Known.Values(normals.transpose(0, 1), mask.transpose(0, 1)).view(3, -1), dim: 0);
}
