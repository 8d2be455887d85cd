using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>The geometric mean of the losses.</summary>
public sealed record GlsOptions : BalanceOptions
{
    public override Balancer Create(BalancerPlan plan) => new GlsBalancer(plan);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
    }
}

/// <summary>
/// The geometric loss strategy (Chennupati et al. 2019; a baseline of Vasu et al. 2021): <code>L = (Π_i L_i)^(1/K) = exp(mean_i ln L_i)</code>
/// A loss of other units leaves the gradient's direction as it is. One that is 0 has nothing to learn, and its logarithm's gradient is left out.
/// </summary>
public sealed class GlsBalancer(BalancerPlan plan) : Balancer(plan)
{
    private const double Least = 1e-12;

    protected override Tensor Weigh(TaskLosses losses) => losses.Means.clamp_min(Least).log().mean().exp();
}
