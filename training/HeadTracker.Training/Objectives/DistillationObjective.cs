using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The second stage's loss, the KD paper's eq. 7:
/// <code>L = (0.05 · Σ_ξ CrossEntropy(ξ_gt, ξ_out) + Σ_ξ D_KL(ξ_ens ‖ softmax ξ_out)) / 2</code>
/// with the convolutional ensemble's averaged probabilities ξ_ens (eq. 6) as teacher. The paper uses no temperature.
/// </summary>
public static class DistillationObjective
{
    /// <summary>Weight of the labels against the teacher.</summary>
    public const float LabelShare = 0.05f;

    /// <param name="output">The student's output; its finest head must have the teacher's bins.</param>
    /// <param name="teacher">Probabilities (B, 3, bins), a constant.</param>
    /// <param name="degrees">True yaw, pitch, roll (B, 3).</param>
    /// <param name="weights">Worth of each label (B), or null.</param>
    /// <returns>A scalar, averaged over the batch.</returns>
    public static Tensor Of(PoseOutput output, Tensor teacher, Tensor degrees, Tensor? weights = null)
    {
        using var scope = NewDisposeScope();
        var labels = BaseObjective.CrossEntropy(output.Finest, BinTargets.Of(degrees, output.Bins[0]));
        var distance = KullbackLeibler(teacher, output.Finest);
        var perSample = (LabelShare * labels + distance) / 2;
        return WeightedMean.Of(perSample, weights).MoveToOuterDisposeScope();
    }

    /// <summary>Σ over angles and bins of p · (log p - log softmax(logits)), (B); empty bins of p contribute nothing.</summary>
    internal static Tensor KullbackLeibler(Tensor probabilities, Tensor logits)
    {
        var logP = probabilities.clamp_min(1e-30f).log();
        return (probabilities * (logP - logits.log_softmax(-1))).sum([1, 2]);
    }
}
