using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The triplet loss of exemplar learning: max(0, m + d(x₁, x₂) − d(x₁, x₃)) with d = 1 − cos, where x₁ and x₂ are views of one image and x₃ is one of
/// another, averaged over all x₁ and all other images of the batch.
/// </summary>
public static class TripletObjective
{
    /// <summary>m: the paper gives none; half of the distance between unrelated directions.</summary>
    public const float Margin = 0.5f;

    /// <param name="first">float32 (B, D): x₁ of B images, at least 2.</param>
    /// <param name="second">(B, D): x₂ of the same; those of the others are x₃.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var count = first.shape[0];
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, nameof(first));
        var distances = 1 - functional.normalize(first).matmul(functional.normalize(second).t());
        var same = distances.diag().unsqueeze(1);
        var others = 1 - eye(count, device: first.device);
        return ((Margin + same - distances).relu() * others).sum().div(count * (count - 1)).MoveToOuterDisposeScope();
    }
}
