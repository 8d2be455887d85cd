using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>What is common to meters: labels that are not known enter no figure, and a figure of nothing is NaN.</summary>
internal static class Known
{
    /// <summary>The values where the mask says so, (n), in the precision of the sums; whatever stands elsewhere, be it NaN, has no part in them.</summary>
    /// <param name="values">(B, C, M, M).</param>
    /// <param name="mask">bool (B, 1, M, M).</param>
    public static Tensor Values(Tensor values, Tensor mask) => values.detach().masked_select(mask).to(ScalarType.Float64);

    /// <summary>The mean of those that are numbers, NaN where none is.</summary>
    public static double Mean(IEnumerable<double> values) => values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>How many of the values reach each threshold.</summary>
    /// <param name="values">(n).</param>
    /// <param name="thresholds">(T), rising.</param>
    public static long[] Reaching(Tensor values, Tensor thresholds)
    {
        using var scope = NewDisposeScope();
        var count = (int)thresholds.shape[0];
        var reached = bucketize(values.detach(), thresholds, right: true).bincount(null, count + 1).cpu().data<long>().ToArray();
        for (var i = count - 1; i > 0; i--) reached[i] += reached[i + 1];
        return reached[1..];
    }
}
