using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Brings a backbone's four feature maps together at the finest of their resolutions (Lin et al. 2017): each is brought to the same number of channels and
/// has the coarser ones' sum, enlarged, added to it. A 3×3 convolution smooths what enlarging left.
/// </summary>
public sealed class FeaturePyramid : Module<IReadOnlyList<Tensor>, Tensor>
{
    [ComponentName(Name = "laterals")]
    private readonly ModuleList<Convolution> _laterals;

    [ComponentName(Name = "smooth")]
    private readonly Convolution _smooth;

    [ComponentName(Name = "norm")]
    private readonly BatchNorm _norm;

    /// <param name="inputs">Channels of the backbone's maps, the finest first.</param>
    /// <param name="channels">Of the result.</param>
    public FeaturePyramid(IReadOnlyList<int> inputs, int channels)
        : base(nameof(FeaturePyramid))
    {
        _laterals = ModuleList(inputs.Select(count => new Convolution(count, channels, 1)).ToArray());
        _smooth = new Convolution(channels, channels, 3);
        _norm = new BatchNorm(channels);
        RegisterComponents();
    }

    /// <summary>The maps after each stage, the finest first (B, C, S/4, S/4) → (B, channels, S/4, S/4).</summary>
    public override Tensor forward(IReadOnlyList<Tensor> stages)
    {
        using var scope = NewDisposeScope();
        return _norm.call(_smooth.call(Sums(_laterals, stages)[0])).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>Each stage's map at the laterals' channels, with the coarser ones' sum, enlarged, added to it.</summary>
    internal static Tensor[] Sums(IList<Convolution> laterals, IReadOnlyList<Tensor> stages)
    {
        var sums = new Tensor[stages.Count];
        for (var i = stages.Count - 1; i >= 0; i--)
        {
            sums[i] = laterals[i].call(stages[i]);
            if (i < stages.Count - 1)
                sums[i] = functional.interpolate(sums[i + 1], [stages[i].shape[2], stages[i].shape[3]], mode: InterpolationMode.Nearest) + sums[i];
        }

        return sums;
    }
}
