using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>How a <see cref="ParameterTable"/> learns.</summary>
/// <param name="LearningRate">Of its steps.</param>
/// <param name="Momentum">Of its steps, below 1.</param>
/// <param name="Decay">Pull to 0 on the rows of a batch; 0 for none, as in the paper.</param>
public readonly record struct TableLearning(double LearningRate, double Momentum, double Decay);

/// <summary>
/// Task parameters s = ln σ² of many rows, (rows, K), learnt by sparse gradient descent with momentum (Vasu et al. 2021, 3.1): rows outside of a batch
/// keep their values <em>and</em> their momenta.
/// </summary>
public sealed class ParameterTable
{
    /// <summary>Values stay within ± this (4.1).</summary>
    public const double Bound = 4;

    private readonly TableLearning _learning;

    /// <param name="rows">Rows of the table.</param>
    /// <param name="tasks">K.</param>
    /// <param name="learning">How it learns.</param>
    /// <param name="device">Where it is.</param>
    public ParameterTable(int rows, int tasks, TableLearning learning, Device device)
    {
        _learning = learning;
        Values = zeros(rows, tasks, device: device).DetachFromDisposeScope();
        Momenta = zeros(rows, tasks, device: device).DetachFromDisposeScope();
    }

    /// <summary>s, (rows, K), from 0.</summary>
    public Tensor Values { get; }

    /// <summary>(rows, K).</summary>
    public Tensor Momenta { get; }

    /// <summary>The values of some rows, (B, K).</summary>
    public Tensor Of(Tensor rows) => Values.index_select(0, rows);

    /// <summary>One step.</summary>
    /// <param name="rows">(B), int64; gradients of a row that stands there twice add up.</param>
    /// <param name="gradients">(B, K).</param>
    public void Step(Tensor rows, Tensor gradients)
    {
        using var scope = NewDisposeScope();
        var (present, places, _) = rows.unique(sorted: true, return_inverse: true);
        var values = Values.index_select(0, present);
        var gradient = zeros_like(values).index_add_(0, places!, gradients, 1) + _learning.Decay * values;
        var momenta = _learning.Momentum * Momenta.index_select(0, present) + gradient;
        Momenta.index_copy_(0, present, momenta);
        Values.index_copy_(0, present, (values - _learning.LearningRate * momenta).clamp(-Bound, Bound));
    }
}
