using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>How often the true class is among those of the highest scores.</summary>
/// <remarks>
/// Not the overlap of the five likeliest scenes that the thesis reports (4.4.2): its labels are another network's scores of all scenes, ours are one scene.
/// </remarks>
/// <param name="count">How many count as named; all of them do where there are no more classes, and every answer is then a hit.</param>
public sealed class TopHitRate(int count = 5)
{
    private long _hits, _samples;

    /// <summary>Share of the samples with a label; NaN where none has one.</summary>
    public double Rate => _hits / (double)_samples;

    /// <param name="scores">(B, C), logits or probabilities.</param>
    /// <param name="truth">int64 (B), -1 where it is not known.</param>
    public void Add(Tensor scores, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var (_, named) = scores.detach().topk((int)Math.Min(count, scores.shape[1]), 1);
        _hits += named.eq(truth.unsqueeze(1)).sum().item<long>();
        _samples += truth.ge(0).sum().item<long>();
    }
}
