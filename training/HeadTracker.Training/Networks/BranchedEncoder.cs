using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// A tree of stages (thesis of Vandenhende 2022, ch. 4): tasks share the trunk's stages up to where they branch, and have stages of their own from there on.
/// The first leaf has the trunk to the end; with one branch there is nothing else.
/// </summary>
public sealed class BranchedEncoder : TaskEncoder
{
    [ComponentName(Name = "branches")]
    private readonly ModuleList<ResNet> _branches;
    private readonly IReadOnlyList<(int First, int Parent)> _leaves;

    /// <param name="shape">The backbone.</param>
    /// <param name="tree">With a part for each of its stages.</param>
    public BranchedEncoder(ResNetShape shape, TaskTree tree)
        : base(nameof(BranchedEncoder))
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tree.Branches.Count, ResNet.Stages, nameof(tree));
        _leaves = [.. tree.Leaves.Skip(1)];
        _branches = ModuleList(_leaves.Select(leaf => new ResNet(shape, first: leaf.First + 1)).ToArray());
        CommonStages = tree.Common;
        RegisterComponents();
    }

    public override int CommonStages { get; }

    /// <summary>The last stages, or all, of the leaves from the second on.</summary>
    public override IReadOnlyList<ResNet> Encoders => [.. _branches];

    /// <summary>Trunk and normalised images (B, 3, H, W) → for every leaf the maps after each stage. Leaves have those that they share in common.</summary>
    public override IReadOnlyList<Tensor[]> forward(ResNet trunk, Tensor images)
    {
        var maps = new List<Tensor[]> { trunk.StageFeatures(images) };
        foreach (var (branch, leaf) in _branches.Zip(_leaves))
        {
            Tensor[] shared = leaf.First == 0 ? [] : maps[leaf.Parent][..leaf.First];
            maps.Add([.. shared, .. branch.StageFeatures(shared.Length == 0 ? images : shared[^1])]);
        }

        return maps;
    }
}
