using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Attentive single-tasking of multiple tasks (ASTMT: Maninis et al. 2019; thesis of Vandenhende 2022, 3.1.4 and table 5.4): the trunk is run once for each
/// task, which adapts every block of it. The paper's adversary, which makes tasks' gradients alike, is left out: the thesis compares the networks.
/// </summary>
public sealed class SingleTaskingEncoder : TaskEncoder
{
    [ComponentName(Name = "tasks")]
    private readonly ModuleList<ModuleList<ModuleList<BlockAdapter>>> _tasks;

    private readonly bool _plain;

    /// <param name="shape">The backbone, at its usual stride.</param>
    /// <param name="tasks">How many adapt it.</param>
    /// <param name="plain">Whether the trunk as it is, which the pose keeps to, is the first leaf.</param>
    public SingleTaskingEncoder(ResNetShape shape, int tasks, bool plain)
        : base(nameof(SingleTaskingEncoder))
    {
        _plain = plain;
        _tasks = ModuleList(Enumerable.Range(0, tasks).Select(_ => ModuleList(Enumerable.Range(1, ResNet.Stages).Select(stage =>
            ModuleList(Enumerable.Range(0, shape.Blocks[stage - 1]).Select(block => new BlockAdapter(
                shape.Width << (stage - 1), shape.FeaturesAt(stage), shape.Bottleneck && stage > 1 && block == 0 ? 2 : 1)).ToArray())).ToArray())).ToArray());
        RegisterComponents();
    }

    /// <summary>Weights are common, maps are not.</summary>
    public override int CommonStages => 0;

    /// <summary>All adapters of a task.</summary>
    public IEnumerable<BlockAdapter> AdaptersOf(int task) => _tasks[task].SelectMany(stage => stage);

    /// <summary>Trunk and normalised images (B, 3, H, W) → the trunk's maps, if asked for, then each task's.</summary>
    public override IReadOnlyList<Tensor[]> forward(ResNet trunk, Tensor images)
    {
        Tensor[][] plain = _plain ? [trunk.StageFeatures(images)] : [];
        return [.. plain, .. _tasks.Select(task => trunk.AdaptedFeatures(images, (stage, block) => task[stage - 1][block]))];
    }
}
