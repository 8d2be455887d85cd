using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Atrous spatial pyramid pooling (DeepLab v3: Chen et al. 2017), the head of the thesis's dilated ResNets: a 1×1 convolution, a 3×3 one at each rate and the
/// image's mean, side by side, then mixed.
/// </summary>
public sealed class AsppHead : Module<Tensor, Tensor>
{
    [ComponentName(Name = "branches")]
    private readonly ModuleList<Sequential> _branches;

    [ComponentName(Name = "image")]
    private readonly Sequential _image;

    [ComponentName(Name = "mix")]
    private readonly Sequential _mix;

    [ComponentName(Name = "answer")]
    private readonly PixelAnswer _answer;

    /// <param name="channels">Of the features.</param>
    /// <param name="width">Channels of each branch.</param>
    /// <param name="rates">Dilations of the 3×3 convolutions.</param>
    /// <param name="outputs">Numbers per cell.</param>
    /// <param name="side">M: cells a side of the answer.</param>
    public AsppHead(int channels, int width, IReadOnlyList<int> rates, int outputs, int side)
        : base(nameof(AsppHead))
    {
        _branches = ModuleList(rates.Select(rate => Sequential(Convolution.WithNorm(channels, width, 3, dilation: rate, activated: true)))
            .Prepend(Sequential(Convolution.WithNorm(channels, width, 1, activated: true))).ToArray());
        _image = Sequential(Convolution.WithNorm(channels, width, 1, activated: true));
        _mix = Sequential([
            .. Convolution.WithNorm((rates.Count + 2) * width, width, 1, activated: true), .. Convolution.WithNorm(width, width, 3, activated: true),
        ]);
        _answer = new PixelAnswer(width, outputs, side);
        RegisterComponents();
    }

    /// <summary>(B, channels, H, W), float32 or bfloat16 → float32 (B, outputs, M, M).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var image = _image.call(input.mean([2, 3], keepdim: true)).expand(-1, -1, input.shape[2], input.shape[3]);
        return _answer.call(_mix.call(cat([.. _branches.Select(branch => branch.call(input)), image], 1))).MoveToOuterDisposeScope();
    }
}
