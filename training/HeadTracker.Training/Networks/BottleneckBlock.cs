using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>1×1, 3×3 and 1×1 convolutions around an identity path (He et al. 2016, fig. 5 right). Submodules bear torchvision's names.</summary>
/// <remarks>
/// The stride sits in the 3×3 convolution, as in torchvision, whose ImageNet weights this loads and the KD paper started from;
/// the original put it in the first 1×1, which skips three quarters of its input.
/// </remarks>
public sealed class BottleneckBlock : Module<Tensor, Tensor>
{
    /// <summary>Output channels per channel of the 3×3 convolution.</summary>
    public const int Expansion = 4;

    private readonly Convolution conv1;
    private readonly BatchNorm2d bn1;
    private readonly Convolution conv2;
    private readonly BatchNorm2d bn2;
    private readonly Convolution conv3;
    private readonly BatchNorm2d bn3;
    private readonly Sequential? downsample;

    public BottleneckBlock(int inputs, int width, int stride)
        : base(nameof(BottleneckBlock))
    {
        conv1 = new Convolution(inputs, width, 1);
        bn1 = BatchNorm2d(width);
        conv2 = new Convolution(width, width, 3, stride: stride);
        bn2 = BatchNorm2d(width);
        conv3 = new Convolution(width, Expansion * width, 1);
        bn3 = BatchNorm2d(Expansion * width);
        downsample = ResNet.Projection(inputs, Expansion * width, stride);
        RegisterComponents();
    }

    /// <summary>(B, inputs, H, W) → (B, 4·width, H/stride, W/stride).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var y = bn1.call(conv1.call(input)).relu_();
        y = bn2.call(conv2.call(y)).relu_();
        y = bn3.call(conv3.call(y));
        y = y.add_(downsample?.call(input) ?? input).relu_();
        return y.MoveToOuterDisposeScope();
    }
}
