using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>More weight for tasks whose loss falls slower than the others'.</summary>
public sealed record DwaOptions : BalanceOptions
{
    /// <summary>T: the higher, the more alike the weights.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>Factors that bring the losses to a size first, which this method leaves to its user; 1 for tasks left out.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    public override Balancer Create(BalancerPlan plan) => new DwaBalancer(plan, Temperature, FactorsOf(Weights, plan.Tasks));

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        Require(Temperature > 0, stage, $"temperature is {Temperature}; give a positive number");
        RequireFactors(Weights, "weights", stage, tasks);
    }
}

/// <summary>
/// Dynamic weight averaging (Liu et al. 2019; thesis, eq. 3.8), of K tasks' mean losses in the two epochs before:
/// <code>w = K · softmax(r / T),   r_i = L_i(t-1) / L_i(t-2)</code>
/// All weights are 1 in the first two epochs.
/// </summary>
public sealed class DwaBalancer : Balancer
{
    private readonly double _temperature;
    private readonly Tensor _factors, _weights, _sum, _steps, _before, _epochs;

    /// <param name="plan">Its tasks.</param>
    /// <param name="temperature">T.</param>
    /// <param name="factors">Of the losses, one per task.</param>
    public DwaBalancer(BalancerPlan plan, double temperature, float[] factors)
        : base(plan)
    {
        _temperature = temperature;
        _factors = Keep("factors", tensor(factors, device: plan.Device));
        _weights = KeepOfTasks("weights", 1);
        _sum = KeepOfTasks("sum");
        _steps = KeepNumber("steps");
        _before = KeepOfTasks("before");
        _epochs = KeepNumber("epochs");
    }

    public override void EndEpoch()
    {
        using var scope = NewDisposeScope();
        var mean = _sum / _steps;
        if (_epochs.item<float>() > 0) _weights.copy_(Count * (mean / _before / _temperature).softmax(0));
        _before.copy_(mean);
        _epochs.add_(1);
        _sum.zero_();
        _steps.zero_();
    }

    protected override Tensor Weigh(TaskLosses losses)
    {
        _sum.add_(losses.Means.detach());
        _steps.add_(1);
        return Sum(_weights * _factors, losses.Means);
    }
}
