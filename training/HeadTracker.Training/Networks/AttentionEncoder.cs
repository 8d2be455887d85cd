using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Multi-task attention networks (MTAN: Liu et al. 2019; thesis of Vandenhende 2022, 3.1.2): every task masks each stage's map of a common trunk. A mask
/// follows from what the stage's last block gets, and from what the task took of the stage before, brought to this stage's size by a residual block that all
/// tasks share. The first leaf is the trunk itself, which the pose keeps to, so that it can be exported.
/// </summary>
public sealed class AttentionEncoder : TaskEncoder
{
    [ComponentName(Name = "masks")]
    private readonly ModuleList<ModuleList<AttentionMask>> _masks;

    [ComponentName(Name = "refinements")]
    private readonly ModuleList<Module<Tensor, Tensor>> _refinements;

    private readonly int _tasks;

    /// <param name="shape">The backbone.</param>
    /// <param name="tasks">How many there are beside the trunk.</param>
    public AttentionEncoder(ResNetShape shape, int tasks)
        : base(nameof(AttentionEncoder))
    {
        _tasks = tasks;
        _masks = ModuleList(Enumerable.Range(1, ResNet.Stages).Select(stage => ModuleList(Enumerable.Range(0, tasks).Select(_ =>
            new AttentionMask((stage > 1 ? 2 : 1) * shape.FeaturesAt(stage), shape.FeaturesAt(stage))).ToArray())).ToArray());
        _refinements = ModuleList(Enumerable.Range(1, ResNet.Stages - 1).Select(stage => Refinement(shape, stage)).ToArray());
        RegisterComponents();
    }

    public override int CommonStages => ResNet.Stages;

    /// <summary>Trunk and normalised images (B, 3, H, W) → the trunk's maps after each stage, then those of every task.</summary>
    public override IReadOnlyList<Tensor[]> forward(ResNet trunk, Tensor images)
    {
        using var scope = NewDisposeScope();
        var leaves = Enumerable.Range(0, _tasks + 1).Select(_ => new Tensor[ResNet.Stages]).ToArray();
        var taken = new Tensor?[_tasks];
        for (var stage = 0; stage < ResNet.Stages; stage++)
        {
            var (before, after) = trunk.LastBlock(stage == 0 ? images : leaves[0][stage - 1], stage + 1);
            leaves[0][stage] = after;
            for (var task = 0; task < _tasks; task++)
            {
                var map = leaves[task + 1][stage] = after * _masks[stage][task].call(taken[task] is { } own ? cat([before, own], 1) : before);
                if (stage == ResNet.Stages - 1) continue;
                taken[task] = functional.max_pool2d(_refinements[stage].call(map), 3, 2, padding: 1);
            }
        }

        foreach (var map in leaves.SelectMany(maps => maps)) map.MoveToOuterDisposeScope();
        return leaves;
    }

    private static Module<Tensor, Tensor> Refinement(ResNetShape shape, int stage)
    {
        var width = shape.Width << stage;
        var keep = new Sampling(1);
        return shape.Bottleneck ? new BottleneckBlock(shape.FeaturesAt(stage), width, keep) : new BasicBlock(shape.FeaturesAt(stage), width, keep);
    }
}
