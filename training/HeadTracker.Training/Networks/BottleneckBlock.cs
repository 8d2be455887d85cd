using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>1×1, 3×3 and 1×1 convolutions around an identity path (He et al. 2016, fig. 5 right). Submodules bear torchvision's names.</summary>
/// <remarks>
/// The stride sits in the 3×3 convolution, as in torchvision, whose ImageNet weights this loads and the KD paper started from;
/// the original put it in the first 1×1, which skips three quarters of its input.
/// </remarks>
public sealed class BottleneckBlock : Module<Tensor, Tensor>, IAdaptableBlock
{
    /// <summary>Output channels per channel of the 3×3 convolution.</summary>
    public const int Expansion = 4;

    [ComponentName(Name = "conv1")]
    private readonly Convolution _conv1;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;

    [ComponentName(Name = "conv2")]
    private readonly Convolution _conv2;

    [ComponentName(Name = "bn2")]
    private readonly BatchNorm _bn2;

    [ComponentName(Name = "conv3")]
    private readonly Convolution _conv3;

    [ComponentName(Name = "bn3")]
    private readonly BatchNorm _bn3;

    [ComponentName(Name = "downsample")]
    private readonly Sequential? _downsample;

    public BottleneckBlock(int inputs, int width, Sampling sampling)
        : base(nameof(BottleneckBlock))
    {
        _conv1 = new Convolution(inputs, width, 1);
        _bn1 = new BatchNorm(width);
        _conv2 = new Convolution(width, width, 3, sampling.Stride, sampling.Dilation);
        _bn2 = new BatchNorm(width);
        _conv3 = new Convolution(width, Expansion * width, 1);
        _bn3 = new BatchNorm(Expansion * width);
        _downsample = ResNet.Projection(inputs, Expansion * width, sampling.Stride);
        RegisterComponents();
    }

    /// <summary>(B, inputs, H, W) → (B, 4·width, H/stride, W/stride).</summary>
    public override Tensor forward(Tensor input) => For(null, input);

    /// <inheritdoc/>
    public Tensor For(BlockAdapter? task, Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _bn1.call(_conv1.call(input)).relu_();
        var y = _conv2.call(x);
        y = _bn2.call(task?.Adapt(x, y) ?? y).relu_();
        y = _bn3.call(_conv3.call(y));
        y = task?.Pass(y) ?? y;
        y = y.add_(_downsample?.call(input) ?? input).relu_();
        return y.MoveToOuterDisposeScope();
    }
}
