using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>One task a step, drawn by lot.</summary>
public sealed record TaskSamplingOptions : BalanceOptions
{
    /// <summary>T: 1 draws tasks in proportion to their counts, and the higher it is, the more alike.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>n: how many samples have a label, by task; 1 for tasks left out, so that all are as likely where none is given.</summary>
    public IReadOnlyDictionary<string, double> Counts { get; init; } = new Dictionary<string, double>();

    public override Balancer Create(BalancerPlan plan) => new TaskSamplingBalancer(plan, Temperature, FactorsOf(Counts, plan.Tasks));

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        Require(Temperature > 0, stage, $"temperature is {Temperature}; give a positive number");
        RequireFactors(Counts, "counts", stage, tasks);
    }
}

/// <summary>
/// Task sampling: each step learns one task alone, of n_i labelled samples, with the probability
/// <code>p_i ∝ n_i^(1/T)</code>
/// The step's own stream draws it, so that nothing about it needs keeping.
/// </summary>
public sealed class TaskSamplingBalancer : Balancer
{
    private readonly double[] _shares;

    /// <param name="plan">Its tasks.</param>
    /// <param name="temperature">T.</param>
    /// <param name="counts">n, one per task.</param>
    public TaskSamplingBalancer(BalancerPlan plan, double temperature, float[] counts)
        : base(plan)
    {
        // Of the largest count, whose share is 1 whatever T is: a power of a count itself may be infinite, or 0 for all.
        var largest = (double)counts.Max();
        _shares = [.. counts.Select(count => Math.Pow(count / largest, 1 / temperature))];
    }

    protected override Tensor Weigh(TaskLosses losses)
    {
        var random = losses.Random ?? throw new ArgumentException("The batch was not drawn by a trainer.", nameof(losses));
        return losses.Means[Drawn(random.NextDouble() * _shares.Sum())];
    }

    /// <summary>The task in whose part of [0, Σ shares) a number lies.</summary>
    private int Drawn(double lot)
    {
        var task = 0;
        while (task < Count - 1 && lot >= _shares[task]) lot -= _shares[task++];
        return task;
    }
}
