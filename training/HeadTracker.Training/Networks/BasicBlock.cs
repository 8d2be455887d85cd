using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Two 3×3 convolutions around an identity path (He et al. 2016, fig. 5 left). Submodules bear torchvision's names.</summary>
public sealed class BasicBlock : Module<Tensor, Tensor>, IAdaptableBlock
{
    [ComponentName(Name = "conv1")]
    private readonly Convolution _conv1;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;

    [ComponentName(Name = "conv2")]
    private readonly Convolution _conv2;

    [ComponentName(Name = "bn2")]
    private readonly BatchNorm _bn2;

    [ComponentName(Name = "downsample")]
    private readonly Sequential? _downsample;

    public BasicBlock(int inputs, int width, Sampling sampling)
        : base(nameof(BasicBlock))
    {
        _conv1 = new Convolution(inputs, width, 3, sampling.Stride, sampling.Dilation);
        _bn1 = new BatchNorm(width);
        _conv2 = new Convolution(width, width, 3, dilation: sampling.DilationAfter);
        _bn2 = new BatchNorm(width);
        _downsample = ResNet.Projection(inputs, width, sampling.Stride);
        RegisterComponents();
    }

    /// <summary>(B, inputs, H, W) → (B, width, H/stride, W/stride).</summary>
    public override Tensor forward(Tensor input) => For(null, input);

    /// <inheritdoc/>
    public Tensor For(BlockAdapter? task, Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _bn1.call(_conv1.call(input)).relu_();
        var y = _conv2.call(x);
        y = _bn2.call(task?.Adapt(x, y) ?? y);
        y = task?.Pass(y) ?? y;
        y = y.add_(_downsample?.call(input) ?? input).relu_();
        return y.MoveToOuterDisposeScope();
    }
}
