using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>Weights that stay as they are given. A grid search is a stage for each of its points.</summary>
public sealed record FixedOptions : BalanceOptions
{
    /// <summary>By task; 1 for those left out.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    public override Balancer Create(BalancerPlan plan) => new FixedBalancer(plan, FactorsOf(Weights, plan.Tasks));

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks) => RequireFactors(Weights, "weights", stage, tasks);
}

/// <summary>Heuristic 1 of the thesis (6.3.3): related tasks with the same loss have equal weights, here all tasks that there are.</summary>
public sealed record Heuristic1Options : BalanceOptions
{
    public override Balancer Create(BalancerPlan plan) => new FixedBalancer(plan, [.. plan.Tasks.Select(_ => 1f)]);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
    }
}

/// <summary>Fixed weights: <code>L = Σ_i w_i L_i</code> (thesis, eq. 3.4).</summary>
public sealed class FixedBalancer : Balancer
{
    private readonly Tensor _weights;

    /// <param name="plan">Its tasks.</param>
    /// <param name="weights">w, one per task.</param>
    public FixedBalancer(BalancerPlan plan, float[] weights)
        : base(plan) => _weights = Keep("weights", tensor(weights, device: plan.Device));

    protected override Tensor Weigh(TaskLosses losses) => Sum(_weights, losses.Means);
}
