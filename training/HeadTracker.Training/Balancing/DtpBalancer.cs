using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>More weight for tasks that are done badly.</summary>
public sealed record DtpOptions : BalanceOptions
{
    /// <summary>γ: how little is left to tasks that are done well.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Degrees below which a regressed angle counts as right.</summary>
    public double Threshold { get; init; } = 5;

    /// <inheritdoc cref="DwaOptions.Weights"/>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    public override bool NeedsHits => true;

    public override Balancer Create(BalancerPlan plan) => new DtpBalancer(plan, Gamma, Threshold, FactorsOf(Weights, plan.Tasks));

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        Require(Gamma >= 0, stage, $"gamma is {Gamma}; give 0 or more");
        Require(Threshold > 0, stage, $"threshold is {Threshold}; give degrees above 0");
        RequireFactors(Weights, "weights", stage, tasks);
    }
}

/// <summary>
/// Dynamic task prioritisation (Guo et al. 2018; thesis, eq. 3.9), κ being the share of a task's right answers:
/// <code>w_i = -(1 - κ_i)^γ ln κ_i</code>
/// </summary>
/// <remarks>κ is a running mean over about a hundred steps, kept off 0 and 1, where a weight would be infinite or nothing.</remarks>
public sealed class DtpBalancer : Balancer
{
    private const double Inertia = 0.99, Least = 0.01;

    private readonly double _gamma, _threshold;
    private readonly Tensor _factors, _share, _steps;

    public DtpBalancer(BalancerPlan plan, double gamma, double threshold, float[] factors)
        : base(plan)
    {
        (_gamma, _threshold) = (gamma, threshold);
        _factors = Keep("factors", tensor(factors, device: plan.Device));
        _share = KeepOfTasks("share");
        _steps = KeepNumber("steps");
    }

    protected override Tensor Weigh(TaskLosses losses)
    {
        var hits = losses.Hits!(_threshold).detach();
        if (_steps.item<float>() == 0) _share.copy_(hits);
        else _share.mul_(Inertia).add_(hits, alpha: 1 - Inertia);
        _steps.add_(1);
        var share = _share.clamp(Least, 1 - Least);
        return Sum(-(1 - share).pow(_gamma) * share.log() * _factors, losses.Means);
    }
}
