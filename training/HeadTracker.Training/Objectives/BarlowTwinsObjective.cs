using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// Barlow Twins (Zbontar et al. 2021, eq. 1 and 2): with each of the D components brought to mean 0 and variance 1 over the batch of N,
/// <code>L = Σ_i (1 - C_ii)² + λ Σ_i Σ_{j≠i} C_ij²,   C = 1/N · Z_Aᵀ Z_B</code>
/// The two views of an image shall agree in every component, and no two components say the same.
/// </summary>
public static class BarlowTwinsObjective
{
    /// <summary>λ: weight of the redundancy (the original's choice).</summary>
    public const float Redundancy = 5e-3f;

    /// <summary>Added to variances, as batch normalisation does.</summary>
    private const float LeastVariance = 1e-5f;

    /// <param name="first">Projections (N, D) of one view of each image.</param>
    /// <param name="second">Those of the other.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var correlation = Standardised(first).t().matmul(Standardised(second)) / first.shape[0];
        var agreement = correlation.diagonal();
        var square = agreement.square().sum();
        var loss = (1 - agreement).square().sum() + Redundancy * (correlation.square().sum() - square);
        return loss.MoveToOuterDisposeScope();
    }

    private static Tensor Standardised(Tensor values)
    {
        var centred = values - values.mean([0], keepdim: true);
        return centred / (centred.square().mean([0], keepdim: true) + LeastVariance).sqrt();
    }
}
