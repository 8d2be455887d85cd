using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>What a linear layer is to answer for N samples.</summary>
/// <param name="Values">float32 (N, outputs).</param>
/// <param name="Known">bool (N, outputs).</param>
public sealed record ProbeLabels(Tensor Values, Tensor Known)
{
    public ProbeLabels Take(Tensor rows) => new(Values.index_select(0, rows), Known.index_select(0, rows));

    public ProbeLabels MoveToOuterDisposeScope() => new(Values.MoveToOuterDisposeScope(), Known.MoveToOuterDisposeScope());

    public static ProbeLabels Join(IReadOnlyList<ProbeLabels> parts) =>
        new(cat([.. parts.Select(part => part.Values)]), cat([.. parts.Select(part => part.Known)]));
}
