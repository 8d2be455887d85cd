using HeadTracker.Training.Pretext;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>The self-supervised branches of a task: one for puzzling (<c>puzzling.*</c>), one for rotation (<c>rotation.*</c>), or both.</summary>
public sealed class PretextBranches : Module<Tensor, PretextOutput>
{
    [ComponentName(Name = "puzzling")]
    private readonly PretextBranch? _puzzling;

    [ComponentName(Name = "rotation")]
    private readonly PretextBranch? _rotation;

    /// <param name="shape">The backbone.</param>
    /// <param name="task">What they have to find; null makes no branch.</param>
    /// <param name="point">After which of the backbone's four stages they leave, 1 … 4.</param>
    /// <param name="inputSize">Side of the network's input.</param>
    public PretextBranches(ResNetShape shape, PretextTask? task, int point, int inputSize)
        : base(nameof(PretextBranches))
    {
        if (task is { Puzzles: true }) _puzzling = new PretextBranch(shape, point, task.Grid, task.Grid.Count, inputSize);
        if (task is { Turns: true }) _rotation = new PretextBranch(shape, point, task.Grid, PretextTask.TurnClasses, inputSize);
        RegisterComponents();
    }

    /// <summary>The backbone's features at the branching point (B, C, H, W) → logits.</summary>
    public override PretextOutput forward(Tensor input) => new(_puzzling?.call(input), _rotation?.call(input));
}
