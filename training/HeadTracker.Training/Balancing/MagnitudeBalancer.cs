using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>Heuristic 2 of the thesis (6.3.3): weights that bring losses of different kinds to one size.</summary>
public record Heuristic2Options : BalanceOptions
{
    /// <summary>Steps over which losses are averaged before weights are set; until then all are 1.</summary>
    public int Steps { get; init; } = 100;

    public override Balancer Create(BalancerPlan plan) => new MagnitudeBalancer(plan, Steps, FactorsOf(ImportanceOf(), plan.Tasks));

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        Require(Steps >= 1, stage, $"steps is {Steps}; give at least 1");
        RequireFactors(ImportanceOf(), "importance", stage, tasks);
    }

    private protected virtual IReadOnlyDictionary<string, double> ImportanceOf() => new Dictionary<string, double>();
}

/// <summary>Heuristic 3: that, and more for what matters more.</summary>
public record Heuristic3Options : Heuristic2Options
{
    /// <summary>Factors of the weights by task; 1 for those left out.</summary>
    public IReadOnlyDictionary<string, double> Importance { get; init; } = new Dictionary<string, double>();

    private protected override IReadOnlyDictionary<string, double> ImportanceOf() => Importance;
}

/// <summary>Heuristic 4: that, done again after every so many epochs, with more for tasks that have come less far.</summary>
public sealed record Heuristic4Options : Heuristic3Options
{
    /// <summary>Epochs between two changes of weights.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>γ: 0 only evens the sizes out, 1 gives back heuristic 2's first weights, beyond 1 difficult tasks get more.</summary>
    public double Difficulty { get; init; } = 2;

    public override Balancer Create(BalancerPlan plan) => new MagnitudeBalancer(plan, Steps, FactorsOf(Importance, plan.Tasks), Interval, Difficulty);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        base.Validate(stage, tasks);
        Require(Interval >= 1, stage, $"interval is {Interval}; give at least 1");
        Require(Difficulty >= 0, stage, $"difficulty is {Difficulty}; give 0 or more");
    }
}

/// <summary>
/// The thesis's heuristics 2 to 4 (6.3.3): with L̄ the mean loss of some steps, L̄(0) that of the first ones, both averaged over related tasks (heuristic
/// 1: of the same kind of loss),
/// <code>w_i = importance_i · u_i / min_j u_j,   u_i = (L̄_i / L̄_i(0))^γ / L̄_i</code>
/// once after the first steps, where the power is 1, and after every interval if there is one. The thesis gives no formula for "more difficult";
/// the ratio is GradNorm's measure of how little a task has come along.
/// </summary>
public sealed class MagnitudeBalancer : Balancer
{
    private readonly int _firstSteps;
    private readonly int? _interval;
    private readonly double _difficulty;
    private readonly Tensor _weights, _importance, _related, _sum, _steps, _first, _epochs;

    /// <param name="plan">Its tasks.</param>
    /// <param name="steps">First steps.</param>
    /// <param name="importance">One per task.</param>
    /// <param name="interval">Epochs; null sets weights but once.</param>
    /// <param name="difficulty">γ.</param>
    public MagnitudeBalancer(BalancerPlan plan, int steps, float[] importance, int? interval = null, double difficulty = 0)
        : base(plan)
    {
        (_firstSteps, _interval, _difficulty) = (steps, interval, difficulty);
        _weights = KeepOfTasks("weights", 1);
        _importance = Keep("importance", tensor(importance, device: plan.Device));
        _related = Keep("related", tensor(RelatedOf(plan.Tasks), [Count, Count], device: plan.Device));
        _sum = KeepOfTasks("sum");
        _steps = KeepNumber("steps");
        _first = KeepOfTasks("first");
        _epochs = KeepNumber("epochs");
    }

    /// <summary>Whether the first weights are still to come.</summary>
    private bool IsFirst => _first[0].item<float>() == 0;

    public override void EndEpoch()
    {
        if (_interval is not { } interval) return;
        using var scope = NewDisposeScope();
        _epochs.add_(1);
        if ((int)_epochs.item<float>() % interval == 0 && !IsFirst && _steps.item<float>() > 0) SetWeights();
    }

    protected override Tensor Weigh(TaskLosses losses)
    {
        _sum.add_(losses.Means.detach());
        _steps.add_(1);
        if (IsFirst && _steps.item<float>() == _firstSteps) SetWeights();
        return Sum(_weights, losses.Means);
    }

    private void SetWeights()
    {
        // Not by a product of matrices: BLAS sums in an order that depends on where memory lies, and a resumed run would not be the same to the bit.
        var mean = (_related * (_sum / _steps)).sum([1]);
        if (IsFirst) _first.copy_(mean);
        var wanted = (mean / _first).pow(_difficulty) / mean;
        _weights.copy_(_importance * wanted / wanted.min());
        _sum.zero_();
        _steps.zero_();
    }

    /// <summary>The matrix that replaces each task's loss by the mean over all tasks of its kind.</summary>
    private static float[] RelatedOf(IReadOnlyList<BalancedTask> tasks) =>
        [.. tasks.SelectMany(task => tasks.Select(other => Related(other, task) ? 1f / tasks.Count(third => Related(third, task)) : 0))];

    private static bool Related(BalancedTask one, BalancedTask other) => one.Loss == other.Loss && one.Family == other.Family;
}
