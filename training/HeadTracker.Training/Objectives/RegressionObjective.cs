using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The HMTL paper's plain supervised loss (the first terms of its eq. 1): a root mean square error per angle, summed:
/// <code>L_SL = Σ_ξ √(1/n · Σ_j (ŷ_j - y_j)²)</code>
/// </summary>
public static class RegressionObjective
{
    /// <summary>Mean squares below this (degrees²) have no gradient: that of the root would be infinite at 0.</summary>
    private const float LeastSquare = 1e-12f;

    /// <param name="predicted">Degrees (B, 3) of the regression head.</param>
    /// <param name="degrees">True yaw, pitch, roll (B, 3).</param>
    /// <param name="angles">How many of them are labelled: 2 for sets with yaw and pitch only, as ETH-XGaze.</param>
    /// <param name="weights">Worth of each label (B), or null.</param>
    /// <returns>A scalar in degrees. It is no mean over samples: the root is taken over the batch.</returns>
    public static Tensor Of(Tensor predicted, Tensor degrees, int angles = 3, Tensor? weights = null)
    {
        using var scope = NewDisposeScope();
        return RootMeanSquares((predicted - degrees).narrow(1, 0, angles), weights).sum().MoveToOuterDisposeScope();
    }

    /// <summary>Errors (B, angles) → root of the mean square over the batch, (angles).</summary>
    internal static Tensor RootMeanSquares(Tensor errors, Tensor? weights)
    {
        var squares = errors.square();
        var means = weights is null ? squares.mean([0]) : (squares * weights.unsqueeze(-1)).sum([0]) / weights.sum();
        return means.clamp_min(LeastSquare).sqrt();
    }
}
