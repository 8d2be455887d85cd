using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>What a balancer is made for.</summary>
/// <param name="Stage">Its stage's name, for messages.</param>
/// <param name="Tasks">In the order of their losses.</param>
/// <param name="Device">Where its state lives.</param>
public sealed record BalancerPlan(string Stage, IReadOnlyList<BalancedTask> Tasks, Device Device)
{
    /// <summary>The training set's labels, for balancers with parameters for each; null where nobody counted them.</summary>
    public LabelRows? Labels { get; init; }
}

/// <summary>
/// Makes one loss out of several tasks' (thesis of Vandenhende 2022, ch. 3.2 and 6: eq. 3.4). All that it learns lies in its parameters and buffers, so
/// that a checkpoint keeps it as it keeps a network.
/// </summary>
/// <remarks>State is changed in place: the tensors of a module are known by name, and to the optimiser.</remarks>
public abstract class Balancer : nn.Module
{
    private const int MostRowsNamed = 5;

    protected Balancer(BalancerPlan plan)
        : base(nameof(Balancer)) => Plan = plan;

    protected BalancerPlan Plan { get; }

    protected int Count => Plan.Tasks.Count;

    /// <summary>The loss to descend on. Called once a step; the balancer learns from what it sees.</summary>
    /// <exception cref="UserErrorException">A task's loss is no number.</exception>
    public Tensor Combine(TaskLosses losses)
    {
        RequireNumbers(losses);
        return Weigh(losses);
    }

    /// <summary>Called after the last step of every epoch.</summary>
    public virtual void EndEpoch()
    {
    }

    /// <inheritdoc cref="Combine"/>
    protected abstract Tensor Weigh(TaskLosses losses);

    /// <summary>Σ w_i L_i. Weights are copied, as the graph must not see them change.</summary>
    protected static Tensor Sum(Tensor weights, Tensor means) => (weights.detach().clone() * means).sum();

    /// <summary>A buffer of that name.</summary>
    protected Tensor Keep(string name, Tensor initial)
    {
        register_buffer(name, initial.DetachFromDisposeScope());
        return initial;
    }

    /// <summary>A buffer of a number per task.</summary>
    protected Tensor KeepOfTasks(string name, float initial = 0) => Keep(name, full(Count, initial, device: Plan.Device));

    /// <summary>A buffer of one number.</summary>
    protected Tensor KeepNumber(string name) => Keep(name, zeros(1, device: Plan.Device));

    private void RequireNumbers(TaskLosses losses)
    {
        if (losses.Means.isfinite().all().item<bool>()) return;
        var task = losses.Means.isfinite().cpu().data<bool>().ToArray().ToList().IndexOf(false);
        throw new UserErrorException(
            $"Stage '{Plan.Stage}': the loss of task '{Plan.Tasks[task].Name}' became NaN or infinite{RowsWithout(losses, task)}; "
                + "the last checkpoint is kept, so lower optimiser.learningRate and look at these labels.");
    }

    private static string RowsWithout(TaskLosses losses, int task)
    {
        if (losses.PerSample is not { } perSample || losses.Rows.Length != perSample.shape[0]) return "";
        var finite = perSample.select(1, task).isfinite().cpu().data<bool>().ToArray();
        var rows = losses.Rows.ToArray().Where((_, sample) => !finite[sample]).ToArray();
        var named = string.Join(", ", rows.Take(MostRowsNamed)) + (rows.Length > MostRowsNamed ? ", …" : "");
        return $" in {rows.Length} of {finite.Length} samples (rows {named})";
    }
}
