using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Two 3×3 convolutions around an identity path (He et al. 2016, fig. 5 left). Submodules bear torchvision's names.</summary>
public sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Convolution conv1;
    private readonly BatchNorm2d bn1;
    private readonly Convolution conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    public BasicBlock(int inputs, int width, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = new Convolution(inputs, width, 3, stride: stride);
        bn1 = BatchNorm2d(width);
        conv2 = new Convolution(width, width, 3);
        bn2 = BatchNorm2d(width);
        downsample = ResNet.Projection(inputs, width, stride);
        RegisterComponents();
    }

    /// <summary>(B, inputs, H, W) → (B, width, H/stride, W/stride).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var y = bn1.call(conv1.call(input)).relu_();
        y = bn2.call(conv2.call(y));
        y = y.add_(downsample?.call(input) ?? input).relu_();
        return y.MoveToOuterDisposeScope();
    }
}
