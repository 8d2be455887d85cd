using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// HopeNet's loss as the HMTL paper has it (the supervised part of its eq. 2), on the network's finest head:
/// <code>L = Σ_ξ (CrossEntropy(ξ_gt, ξ_out) + α · √(1/n · Σ_j (y_j - E(softmax ξ_out)_j)²)),   ξ ∈ {yaw, pitch, roll}</code>
/// with bins of 3° or of 1°, which are the network's (<see cref="PoseNetworkDefinition.BinSizes"/>).
/// </summary>
/// <remarks>Ruiz et al. 2018 take the mean square instead of its root. The root that eq. 2 adds at its end once more stands where Σ_j L_puzzle must.</remarks>
public static class HopeNetObjective
{
    /// <summary>α: weight of the expectation's error (§4.2).</summary>
    public const float Alpha = 2;

    /// <param name="output">The network's output for a batch.</param>
    /// <param name="degrees">True yaw, pitch, roll (B, 3).</param>
    /// <param name="weights">Worth of each label (B), or null.</param>
    /// <returns>A scalar: cross entropies averaged over the batch, errors in degrees rooted over it.</returns>
    public static Tensor Of(PoseOutput output, Tensor degrees, Tensor? weights = null)
    {
        using var scope = NewDisposeScope();
        var bins = output.Bins[0];
        var classes = WeightedMean.Of(BaseObjective.CrossEntropy(output.Finest, BinTargets.Of(degrees, bins)), weights);
        var errors = RvcExpectation.OfLogits(output.Finest, bins) - degrees;
        return (classes + Alpha * RegressionObjective.RootMeanSquares(errors, weights).sum()).MoveToOuterDisposeScope();
    }
}
