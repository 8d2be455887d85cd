using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>Weights by homoscedastic uncertainty, which is learnt along with the network.</summary>
public sealed record UncertaintyOptions : BalanceOptions
{
    public override Balancer Create(BalancerPlan plan) => new UncertaintyBalancer(plan);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
    }
}

/// <summary>
/// Homoscedastic uncertainty (Kendall et al. 2018; thesis, eq. 3.6) with s = ln σ², from 0:
/// <code>L = Σ_i (½ e^(-s_i) L_i + ½ s_i)</code>
/// whose minimum over s is at s_i = ln L_i. The stage's optimiser steps s as it steps the weights; nothing pulls s to 0.
/// </summary>
public sealed class UncertaintyBalancer : Balancer
{
    private readonly Parameter _logVariance;

    public UncertaintyBalancer(BalancerPlan plan)
        : base(plan)
    {
        _logVariance = new Parameter(zeros(Count, device: plan.Device).DetachFromDisposeScope());
        register_parameter("logVariance", _logVariance);
    }

    protected override Tensor Weigh(TaskLosses losses) => (0.5 * (-_logVariance).exp() * losses.Means + 0.5 * _logVariance).sum();
}
