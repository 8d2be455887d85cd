using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The first stage's loss, the KD paper's eq. 4: the mean over the M RvC heads and the regression head of
/// <code>L^(j) = Σ_ξ CrossEntropy(ξ_gt, ξ_out^(j)),   L^reg = MAE(y_gt, y_pred^reg),   ξ ∈ {yaw, pitch, roll}</code>
/// </summary>
/// <remarks>
/// The MAE is the mean over the three angles, in degrees, as in the paper's tables ("avg."). The joint loss, which §3.2 found no better, adds to each RvC
/// head's as HopeNet does (Ruiz et al. 2018): <code>L^(j) += α · Σ_ξ (ξ_gt - ξ_pred^(j))²</code>
/// </remarks>
public static class BaseObjective
{
    /// <param name="output">The network's output for a batch.</param>
    /// <param name="degrees">True yaw, pitch, roll (B, 3).</param>
    /// <param name="weights">Worth of each label (B), or null.</param>
    /// <param name="joint">α; 0 is eq. 4.</param>
    /// <returns>A scalar, averaged over the batch.</returns>
    public static Tensor Of(PoseOutput output, Tensor degrees, Tensor? weights = null, float joint = 0)
    {
        using var scope = NewDisposeScope();
        var perSample = Terms(output, degrees, joint).mean([0]);
        return WeightedMean.Of(perSample, weights).MoveToOuterDisposeScope();
    }

    /// <summary>The terms by themselves, L^(j) and at last L^reg where there is one, of every sample: (terms, B).</summary>
    internal static Tensor Terms(PoseOutput output, Tensor degrees, float joint = 0)
    {
        using var scope = NewDisposeScope();
        var terms = new List<Tensor>();
        for (var head = 0; head < output.Bins.Count; head++)
        {
            var (logits, bins) = (output.Logits[head], output.Bins[head]);
            var term = CrossEntropy(logits, BinTargets.Of(degrees, bins));
            terms.Add(joint == 0 ? term : term + joint * (RvcExpectation.OfLogits(logits, bins) - degrees).square().sum(1));
        }

        if (output.Regression is { } regression) terms.Add((regression - degrees).abs().mean([1]));
        return stack(terms).MoveToOuterDisposeScope();
    }

    /// <summary>What each angle has in every sample's loss, which is their sum: (B, 3).</summary>
    internal static Tensor Angles(PoseOutput output, Tensor degrees)
    {
        using var scope = NewDisposeScope();
        var terms = new List<Tensor>();
        for (var head = 0; head < output.Bins.Count; head++) terms.Add(CrossEntropies(output.Logits[head], BinTargets.Of(degrees, output.Bins[head])));
        if (output.Regression is { } regression) terms.Add((regression - degrees).abs() / 3);
        return stack(terms).mean([0]).MoveToOuterDisposeScope();
    }

    /// <summary>The share of right answers of every term, (terms): angles in the right class, and errors of the regression head below a threshold.</summary>
    internal static Tensor Hits(PoseOutput output, Tensor degrees, double threshold)
    {
        using var scope = NewDisposeScope();
        var terms = new List<Tensor>();
        for (var head = 0; head < output.Bins.Count; head++) terms.Add(output.Logits[head].argmax(-1).eq(BinTargets.Of(degrees, output.Bins[head])));
        if (output.Regression is { } regression) terms.Add((regression - degrees).abs().lt(threshold));
        return stack(terms).to(ScalarType.Float32).mean([1, 2]).MoveToOuterDisposeScope();
    }

    /// <summary>Σ over the angles of -log softmax(logits)[target], (B).</summary>
    /// <param name="logits">(B, 3, bins).</param>
    /// <param name="targets">(B, 3).</param>
    internal static Tensor CrossEntropy(Tensor logits, Tensor targets) => CrossEntropies(logits, targets).sum(1);

    /// <summary>-log softmax(logits)[target] of each angle, (B, 3).</summary>
    private static Tensor CrossEntropies(Tensor logits, Tensor targets) =>
        -logits.log_softmax(-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1);
}
