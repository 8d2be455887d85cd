using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// An encoder for every task, the trunk for the first, which exchange their maps after each of the four stages (soft sharing: thesis of Vandenhende 2022,
/// fig. 3.4). As the trunk gets what others give, its network alone says nothing.
/// </summary>
public sealed class StitchedEncoder : TaskEncoder
{
    /// <summary>How much faster than all else the units learn, by stochastic gradient descent: Adam's steps of one size would be far too large for them.</summary>
    public const double UnitRate = 100;

    [ComponentName(Name = "encoders")]
    private readonly ModuleList<ResNet> _encoders;

    [ComponentName(Name = "units")]
    private readonly ModuleList<FusionUnit> _units;

    /// <param name="shape">The backbone.</param>
    /// <param name="tasks">How many there are; at least 2.</param>
    /// <param name="unit">Makes the unit for so many tasks and channels.</param>
    public StitchedEncoder(ResNetShape shape, int tasks, Func<int, int, FusionUnit> unit)
        : base(nameof(StitchedEncoder))
    {
        _encoders = ModuleList(Enumerable.Range(1, tasks - 1).Select(_ => new ResNet(shape)).ToArray());
        _units = ModuleList(Enumerable.Range(1, ResNet.Stages).Select(stage => unit(tasks, shape.FeaturesAt(stage))).ToArray());
        RegisterComponents();
    }

    public override int CommonStages => 0;

    /// <summary>Of the tasks from the second on.</summary>
    public override IReadOnlyList<ResNet> Encoders => [.. _encoders];

    public override IEnumerable<Parameter> Units => _units.parameters();

    /// <summary>Trunk and normalised images (B, 3, H, W) → for every task the maps after each stage's unit.</summary>
    public override IReadOnlyList<Tensor[]> forward(ResNet trunk, Tensor images)
    {
        ResNet[] encoders = [trunk, .. _encoders];
        var maps = Array.ConvertAll(encoders, _ => new Tensor[ResNet.Stages]);
        for (var stage = 0; stage < ResNet.Stages; stage++)
        {
            var own = encoders.Zip(maps, (encoder, before) => encoder.Stage(stage == 0 ? images : before[stage - 1], stage + 1)).ToArray();
            foreach (var (task, map) in _units[stage].call(own).Index()) maps[task][stage] = map;
            foreach (var map in own) map.Dispose();
        }

        return maps;
    }
}
