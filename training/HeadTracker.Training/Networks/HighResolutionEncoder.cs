using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// HRNet (Wang et al. 2020) for a backbone: it begins with one scale of ¼ of the image and adds a coarser one at each stage, down to 1/32, while all go on.
/// There is no pose network in it; a trunk that it is given is not run.
/// </summary>
public sealed class HighResolutionEncoder : TaskEncoder
{
    [ComponentName(Name = "stem")]
    private readonly Sequential _stem;

    [ComponentName(Name = "transitions")]
    private readonly ModuleList<ModuleList<Sequential>> _transitions;

    [ComponentName(Name = "stages")]
    private readonly ModuleList<ModuleList<HighResolutionModule>> _stages;

    public HighResolutionEncoder(HighResolutionShape shape)
        : base(nameof(HighResolutionEncoder))
    {
        var keep = new Sampling(1);
        var first = BottleneckBlock.Expansion * shape.Stem;
        _stem = Sequential([
            .. Convolution.WithNorm(3, shape.Stem, 3, 2, activated: true),
            .. Convolution.WithNorm(shape.Stem, shape.Stem, 3, 2, activated: true),
            .. Enumerable.Range(0, shape.Blocks).Select(block => new BottleneckBlock(block == 0 ? shape.Stem : first, shape.Stem, keep)),
        ]);
        // The first has a map of its own width to begin with; from then on only the newest scale is not there yet.
        _transitions = ModuleList(Enumerable.Range(0, shape.Modules.Count).Select(stage => ModuleList((stage == 0
            ? [Step(first, shape.Channels[0], 1), Step(first, shape.Channels[1], 2)]
            : new[] { Step(shape.Channels[stage], shape.Channels[stage + 1], 2) }))).ToArray());
        _stages = ModuleList(shape.Modules.Select((modules, stage) => ModuleList(Enumerable.Range(0, modules).Select(_ =>
            new HighResolutionModule([.. shape.Channels.Take(stage + 2)], shape.Blocks)).ToArray())).ToArray());
        RegisterComponents();
    }

    public override int CommonStages => 0;

    public override bool UsesTrunk => false;

    /// <summary>Normalised images (B, 3, H, W) → one leaf of four maps, ¼ … 1/32.</summary>
    public override IReadOnlyList<Tensor[]> forward(ResNet trunk, Tensor images)
    {
        using var scope = NewDisposeScope();
        var first = _stem.call(images);
        IReadOnlyList<Tensor> maps = [.. _transitions[0].Select(step => step.call(first))];
        for (var stage = 0; stage < _stages.Count; stage++)
        {
            if (stage > 0) maps = [.. maps, _transitions[stage][0].call(maps[^1])];
            foreach (var module in _stages[stage]) maps = module.call(maps);
        }

        return [[.. maps.Select(map => map.MoveToOuterDisposeScope())]];
    }

    private static Sequential Step(int inputs, int outputs, int stride) => Sequential(Convolution.WithNorm(inputs, outputs, 3, stride, activated: true));
}
