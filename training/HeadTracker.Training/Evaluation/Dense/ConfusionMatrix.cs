using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>How often each class was taken for each over a whole set, and the intersections over unions that follow.</summary>
/// <param name="classes">How many there are, 0 … classes-1.</param>
public sealed class ConfusionMatrix(int classes)
{
    // [truth · classes + predicted].
    private readonly long[] _counts = new long[classes * classes];

    /// <summary>The mean over the classes that occur among labels or predictions; NaN where nothing is known.</summary>
    public double MeanIou => Known.Mean(Enumerable.Range(0, classes).Select(IouOf));

    /// <summary>Share of the known pixels that are right; NaN where nothing is known.</summary>
    public double PixelAccuracy => Enumerable.Range(0, classes).Sum(Right) / (double)_counts.Sum();

    /// <summary>|labelled and predicted| / |labelled or predicted|; NaN for a class that is neither anywhere.</summary>
    public double IouOf(int index)
    {
        var labelled = Enumerable.Range(0, classes).Sum(other => _counts[index * classes + other]);
        var predicted = Enumerable.Range(0, classes).Sum(other => _counts[other * classes + index]);
        return Right(index) / (double)(labelled + predicted - Right(index));
    }

    /// <param name="predicted">int64 (B, M, M), a class everywhere.</param>
    /// <param name="truth">int64 (B, M, M), -1 where it is not known.</param>
    public void Add(Tensor predicted, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var known = truth.ge(0);
        var (labels, answers) = (truth.masked_select(known), predicted.masked_select(known));
        if (labels.ge(classes).logical_or(answers.ge(classes)).any().item<bool>()) throw new ArgumentException($"A class is not one of {classes}.");
        var counts = (labels * classes + answers).bincount(null, _counts.Length).cpu().data<long>();
        for (var i = 0; i < _counts.Length; i++) _counts[i] += counts[i];
    }

    private long Right(int index) => _counts[index * classes + index];
}
