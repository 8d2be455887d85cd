using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>Where tasks pull a shared feature both ways, one way wins by lot.</summary>
public sealed record SignDropoutOptions : BalanceOptions
{
    public override bool NeedsShared => true;

    public override Balancer Create(BalancerPlan plan) => new SignDropoutBalancer(plan);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
    }
}

/// <summary>
/// Gradient sign dropout (Chen et al. 2020; thesis 3.2.1). Of the tasks' gradients g at each element of the shared features only those of one sign go on
/// into the shared layers, the positive ones with the probability
/// <code>P = ½ (1 + Σ_i g_i / Σ_i |g_i|)</code>
/// The tasks' own layers learn from Σ L_i, which is also the value.
/// </summary>
public sealed class SignDropoutBalancer(BalancerPlan plan) : Balancer(plan)
{
    protected override Tensor Weigh(TaskLosses losses)
    {
        var features = losses.Shared.Features;
        var gradients = TaskGradients.AtFeatures(losses);
        var random = losses.Random ?? throw new ArgumentException("The batch was not drawn by a trainer.", nameof(losses));
        using var generator = NoiseGenerator.Seeded(random, CPU);
        var lots = rand(gradients.shape[1], generator: generator).to(gradients.device);

        var all = gradients.sum([0]);
        // The graph of the losses brings the sum of the gradients; this term, whose value is 0, brings what is missing from it.
        var missing = Kept(gradients, lots) - all;
        if (losses.Shared.Share is { } share) missing = share.Of(missing.view(share.Total, -1)).flatten();
        var correction = (features.flatten().to(ScalarType.Float32) * missing).sum();
        return losses.Means.sum() + correction - correction.detach();
    }

    /// <summary>The sum of the gradients (K, n) that have each element's winning sign, (n).</summary>
    /// <param name="gradients">(K, n).</param>
    /// <param name="lots">Uniform in [0, 1), (n).</param>
    internal static Tensor Kept(Tensor gradients, Tensor lots)
    {
        var purity = 0.5 * (1 + gradients.sum([0]) / gradients.abs().sum([0]));
        // Where nobody pulls, 0/0 is no number and no lot is below it: nothing negative is kept, which is nothing.
        return where(lots.lt(purity), gradients.clamp_min(0).sum([0]), gradients.clamp_max(0).sum([0]));
    }
}
