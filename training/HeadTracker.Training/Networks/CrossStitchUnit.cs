using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace HeadTracker.Training.Networks;

/// <summary>
/// A cross-stitch unit (Misra et al. 2016; thesis of Vandenhende 2022, eq. 3.1): every channel of a task's map becomes a learnt linear combination of that
/// channel in all tasks' maps, <code>x̃_t = Σ_u α_tu x_u</code>
/// </summary>
public sealed class CrossStitchUnit : FusionUnit
{
    [ComponentName(Name = "alpha")]
    private readonly Parameter _alpha;

    /// <param name="tasks">How many there are; at least 2.</param>
    /// <param name="channels">C.</param>
    public CrossStitchUnit(int tasks, int channels)
        : base(nameof(CrossStitchUnit))
    {
        var shares = Enumerable.Range(0, tasks).SelectMany(task => Enumerable.Range(0, tasks).Select(from => ShareOf(task, from, tasks))).ToArray();
        using (NewDisposeScope())
        {
            _alpha = new Parameter(tensor(shares, [tasks, tasks, 1]).repeat(1, 1, channels).DetachFromDisposeScope());
        }

        RegisterComponents();
    }

    /// <summary>α, (tasks, tasks, C): what a task takes of each.</summary>
    public Parameter Alpha => _alpha;

    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> input)
    {
        using var scope = NewDisposeScope();
        var alpha = _alpha.to(input[0].dtype).unsqueeze(-1).unsqueeze(-1);
        return [.. input.Select((_, task) => input.Select((map, from) => map * alpha[task, from]).Aggregate((sum, map) => sum + map).MoveToOuterDisposeScope())];
    }
}
