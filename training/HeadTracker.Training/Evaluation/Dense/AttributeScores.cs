using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>How many yes-or-no attributes are told right, each over the samples it is known of. NaN where there are none.</summary>
/// <param name="attributes">A, how many there are.</param>
public sealed class AttributeScores(int attributes)
{
    // Of each attribute: how often it is there, how often not, and how often each was said.
    private readonly long[] _positives = new long[attributes], _negatives = new long[attributes];
    private readonly long[] _truePositives = new long[attributes], _trueNegatives = new long[attributes];

    /// <summary>The mean over the attributes that are known of any sample, which is the literature's.</summary>
    public double Accuracy => Known.Mean(Enumerable.Range(0, attributes).Select(AccuracyOf));

    /// <summary>The mean over the attributes of which both cases occur: ½ where the same is said of every sample, however rare the other case is.</summary>
    public double BalancedAccuracy => Known.Mean(Enumerable.Range(0, attributes).Select(BalancedAccuracyOf));

    /// <summary>Share of right answers.</summary>
    public double AccuracyOf(int attribute) =>
        (_truePositives[attribute] + _trueNegatives[attribute]) / (double)(_positives[attribute] + _negatives[attribute]);

    /// <summary>The mean of the shares of right answers where it is there and where it is not; NaN where only one of the two occurs.</summary>
    public double BalancedAccuracyOf(int attribute) =>
        (_truePositives[attribute] / (double)_positives[attribute] + _trueNegatives[attribute] / (double)_negatives[attribute]) / 2;

    /// <param name="predicted">bool (B, A).</param>
    /// <param name="truth">(B, A), 0 or 1.</param>
    /// <param name="known">bool (B, A).</param>
    public void Add(Tensor predicted, Tensor truth, Tensor known)
    {
        using var scope = NewDisposeScope();
        var there = truth.gt(0.5).logical_and(known);
        var absent = there.logical_not().logical_and(known);
        Accumulate(_positives, there);
        Accumulate(_negatives, absent);
        Accumulate(_truePositives, there.logical_and(predicted));
        Accumulate(_trueNegatives, absent.logical_and(predicted.logical_not()));
    }

    private static void Accumulate(long[] sums, Tensor cases)
    {
        var counts = cases.sum([0]).cpu().data<long>();
        for (var i = 0; i < sums.Length; i++) sums[i] += counts[i];
    }
}
