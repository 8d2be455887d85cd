using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The HMTL paper's self-supervised loss (eq. 1): the cross entropies of all regions' heads, summed, and weighted to count beside errors in degrees:
/// <code>L_SSL = 50 · (Σ_j L_puzzle_j + Σ_j L_rotation_j)</code>
/// </summary>
public static class PretextObjective
{
    /// <summary>Weight of every self-supervised loss beside the supervised ones (§4.2).</summary>
    public const float Weight = 50;

    /// <param name="output">Has logits where <paramref name="labels"/> has classes.</param>
    /// <param name="labels">What was done to the images.</param>
    /// <param name="weight">1 where there is no supervised loss beside it: in pre-training.</param>
    /// <returns>A scalar, averaged over the batch.</returns>
    public static Tensor Of(PretextOutput output, PretextLabels labels, float weight = Weight)
    {
        using var scope = NewDisposeScope();
        var terms = new List<Tensor>();
        if (labels.Pieces is { } pieces) terms.Add(BaseObjective.CrossEntropy(output.Pieces!, pieces));
        if (labels.Turns is { } turns) terms.Add(BaseObjective.CrossEntropy(output.Turns!, turns));
        return (weight * stack(terms).sum(dim: 0).mean()).MoveToOuterDisposeScope();
    }
}
