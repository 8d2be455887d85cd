using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>A feature pyramid (Lin et al. 2017) of which every level is used: maps of equally many channels at each of a backbone's resolutions.</summary>
public sealed class ScalePyramid : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>
{
    [ComponentName(Name = "laterals")]
    private readonly ModuleList<Convolution> _laterals;

    [ComponentName(Name = "smooth")]
    private readonly ModuleList<Sequential> _smooth;

    /// <param name="inputs">Channels of the backbone's maps, the finest first.</param>
    /// <param name="channels">Of each level.</param>
    public ScalePyramid(IReadOnlyList<int> inputs, int channels)
        : base(nameof(ScalePyramid))
    {
        _laterals = ModuleList(inputs.Select(count => new Convolution(count, channels, 1)).ToArray());
        _smooth = ModuleList(inputs.Select(_ => Sequential(Convolution.WithNorm(channels, channels, 3, activated: true))).ToArray());
        RegisterComponents();
    }

    /// <summary>The backbone's maps, the finest first → (B, channels, H, W) of the same sizes.</summary>
    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> stages)
    {
        using var scope = NewDisposeScope();
        return [.. FeaturePyramid.Sums(_laterals, stages).Zip(_smooth, (sum, smooth) => smooth.call(sum).MoveToOuterDisposeScope())];
    }
}
