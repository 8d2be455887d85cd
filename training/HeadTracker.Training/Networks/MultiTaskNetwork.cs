using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What <see cref="MultiTaskNetwork"/> says about a batch.</summary>
/// <param name="Pose">The pose heads' output.</param>
/// <param name="Answers">The other tasks', leaf by leaf and in their order.</param>
/// <param name="Shared">The last feature map that all tasks come from; where there is none, which no balancer then asks for, the trunk's first.</param>
public sealed record MultiTaskOutput(PoseOutput Pose, IReadOnlyList<Tensor> Answers, Tensor Shared);

/// <summary>A pose network that shares its backbone with other tasks while it trains (thesis of Vandenhende 2022, ch. 2 to 4).</summary>
/// <remarks>
/// The pose network is whole in itself: it is saved and exported without knowing of the others, and, where the encoder leaves the trunk's path as it is,
/// says the same without them.
/// </remarks>
public sealed class MultiTaskNetwork : Module<Tensor, MultiTaskOutput>
{
    [ComponentName(Name = "pose")]
    private readonly PoseNetwork _pose;

    [ComponentName(Name = "encoder")]
    private readonly TaskEncoder _encoder;

    [ComponentName(Name = "heads")]
    private readonly ModuleList<TaskHeads> _heads;

    /// <param name="pose">Trained along; this network owns it.</param>
    /// <param name="encoder">Gives tasks their features; now owned by this network too.</param>
    /// <param name="heads">Of the other tasks, one for each of the encoder's leaves; likewise.</param>
    public MultiTaskNetwork(PoseNetwork pose, TaskEncoder encoder, IEnumerable<TaskHeads> heads)
        : base(nameof(MultiTaskNetwork))
    {
        (_pose, _encoder) = (pose, encoder);
        _heads = ModuleList(heads.ToArray());
        RegisterComponents();
    }

    /// <summary>One encoder for all.</summary>
    /// <inheritdoc cref="MultiTaskNetwork(PoseNetwork, TaskEncoder, IEnumerable{TaskHeads})"/>
    public MultiTaskNetwork(PoseNetwork pose, TaskHeads heads)
        : this(pose, new BranchedEncoder(pose.Definition.Shape, TaskTree.Trunk(1, ResNet.Stages)), [heads])
    {
    }

    /// <summary>The plain network: what is evaluated and exported.</summary>
    public PoseNetwork Pose => _pose;

    public TaskEncoder Encoder => _encoder;

    /// <summary>What the leaves' tasks have of their own.</summary>
    public IReadOnlyList<TaskHeads> Heads => [.. _heads];

    /// <summary>The last stage that all tasks share, 1 … 4; 1 where they share none.</summary>
    public int SharedStage => Math.Max(_encoder.CommonStages, 1);

    /// <summary>What vanishes after training: <c>heads.*</c>, or with several leaves <c>heads.0.*</c> …, and <c>encoder.*</c>.</summary>
    public IEnumerable<(string Name, Module Module)> Along => [("heads", _heads.Count == 1 ? _heads[0] : _heads), ("encoder", _encoder)];

    /// <summary>Normalised images (B, 3, H, W) → poses and the other tasks' answers.</summary>
    public override MultiTaskOutput forward(Tensor input)
    {
        var leaves = _encoder.call(_pose.Backbone, input);
        var shared = leaves[0][SharedStage - 1];
        using var pooled = leaves[0][^1].mean([2, 3], type: ScalarType.Float32);
        var output = new MultiTaskOutput(_pose.Heads.call(pooled), [.. _heads.Zip(leaves).SelectMany(leaf => leaf.First.call(leaf.Second))], shared);
        foreach (var map in leaves.SelectMany(maps => maps).Distinct<Tensor>(ReferenceEqualityComparer.Instance))
        {
            if (!ReferenceEquals(map, shared)) map.Dispose();
        }

        return output;
    }
}
