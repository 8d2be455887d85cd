using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>
/// Instance-level task parameters (Vasu et al. 2021, eq. 1 to 4) and class-level ones (Saxena et al. 2019), added where there are both: with
/// s_ik = ln σ² of sample i and task k,
/// <code>L = 1/B · Σ_i Σ_k (c_k e^(-s_ik) l_ik + s_ik),   ∂L/∂s_ik = (1 - c_k e^(-s_ik) l_ik)/B</code>
/// c is ½ for squared errors and 1 otherwise. The optimum for a loss that stays is s = ln(c·l): labels that are never learnt get large parameters and, by
/// these, little weight.
/// </summary>
/// <remarks>1/B stays in the gradient of s, for which the paper's learning rates are. Labels that are worth more count as so many samples.</remarks>
public sealed class LabelBalancer : Balancer
{
    /// <summary>Buffers of the checkpoint: the labels' parameters, their momenta, and the signature of the labels that they are of.</summary>
    public const string InstanceBuffer = "instance", MomentaBuffer = InstanceBuffer + Momentum, LabelsBuffer = "labels";

    private const string Momentum = "Momentum";

    private readonly LabelRows _labels;
    private readonly (ParameterTable Table, Func<int, int> RowOf)[] _tables;
    private readonly Tensor _constants;

    /// <param name="plan">With its labels.</param>
    /// <param name="perLabel">How parameters of single labels learn; null for none.</param>
    /// <param name="perSource">How parameters of sources learn; null for none.</param>
    public LabelBalancer(BalancerPlan plan, TableLearning? perLabel, TableLearning? perSource)
        : base(plan)
    {
        _labels = plan.Labels ?? throw new ArgumentException("Nobody counted the labels.", nameof(plan));
        var tables = new List<(ParameterTable, Func<int, int>)>();
        if (perLabel is { } label) tables.Add((Table(InstanceBuffer, _labels.Count, label), row => row));
        if (perSource is { } source) tables.Add((Table("source", _labels.Sources.Count, source), row => _labels.SourceOf[row]));
        _tables = [.. tables];
        Keep(LabelsBuffer, tensor(new[] { _labels.Signature }));
        _constants = tensor(plan.Tasks.Select(task => task.Loss == LossKind.SquaredError ? 0.5f : 1).ToArray(), device: plan.Device).DetachFromDisposeScope();
    }

    protected override Tensor Weigh(TaskLosses losses)
    {
        var samples = losses.Rows.ToArray().Select(row => _labels.LabelOf[(int)row]).ToArray();
        var rows = _tables.Select(table => tensor(samples.Select(sample => (long)table.RowOf(sample)).ToArray(), device: Plan.Device)).ToArray();
        var logVariance = _tables.Zip(rows, (table, row) => table.Table.Of(row)).Aggregate((sum, next) => sum + next);
        var scaled = _constants * (-logVariance).exp() * losses.PerSample!;
        var gradients = (losses.Shares! * (1 - scaled)).detach();
        for (var i = 0; i < rows.Length; i++) _tables[i].Table.Step(rows[i], gradients);
        return (losses.Shares! * (scaled + logVariance)).sum();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _constants.Dispose();
        base.Dispose(disposing);
    }

    private ParameterTable Table(string name, int rows, TableLearning learning)
    {
        var table = new ParameterTable(rows, Count, learning, Plan.Device);
        Keep(name, table.Values);
        Keep(name + Momentum, table.Momenta);
        return table;
    }
}
