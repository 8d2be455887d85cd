using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>A task's own layers.</summary>
/// <param name="Name">The task's, and its layers' in checkpoints.</param>
/// <param name="Outputs">Numbers per image, or per cell.</param>
/// <param name="Dense">Whether it answers for each cell of a map.</param>
public readonly record struct HeadShape(string Name, int Outputs, bool Dense);

/// <summary>
/// Heads of tasks beside the pose (thesis of Vandenhende 2022, ch. 2: a shared encoder, a head for each task): a linear layer on the pooled features, or for
/// maps a decoder that all maps share, and a small one for each.
/// </summary>
/// <remarks>
/// The thesis's dense baselines dilate the encoder; a pyramid on its maps as they are is far cheaper and leaves the deployed network as it is.
/// </remarks>
public sealed class TaskHeads : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>
{
    [ComponentName(Name = "pyramid")]
    private readonly FeaturePyramid? _pyramid;

    [ComponentName(Name = "heads")]
    private readonly ModuleDict<Module<Tensor, Tensor>> _heads = ModuleDict<Module<Tensor, Tensor>>();
    private readonly IReadOnlyList<HeadShape> _tasks;

    /// <param name="shape">The backbone.</param>
    /// <param name="tasks">In the order of the answers.</param>
    /// <param name="inputSize">S: side of the network's input; maps have S/2 cells a side, rounded up.</param>
    public TaskHeads(ResNetShape shape, IReadOnlyList<HeadShape> tasks, int inputSize)
        : base(nameof(TaskHeads))
    {
        _tasks = tasks;
        // Enough for the parts that there are, and a map of them is the larger half of the price.
        var channels = 2 * shape.Width;
        if (tasks.Any(task => task.Dense)) _pyramid = new FeaturePyramid(shape, channels);
        foreach (var task in tasks)
        {
            _heads.Add(task.Name, task.Dense
                ? new MapHead(channels, task.Outputs, (inputSize + 1) / 2)
                : Linear(shape.Features, task.Outputs));
        }

        RegisterComponents();
    }

    /// <summary>The backbone's maps after each of its stages → float32 (B, outputs), or (B, outputs, M, M), of every task.</summary>
    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> stages)
    {
        using var scope = NewDisposeScope();
        var pooled = stages[^1].mean([2, 3], type: ScalarType.Float32);
        var fine = _pyramid?.call(stages);
        return [.. _tasks.Select(task => _heads[task.Name].call(task.Dense ? fine! : pooled).MoveToOuterDisposeScope())];
    }
}
