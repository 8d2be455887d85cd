using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Two 1×1 convolutions with batch norms, a ReLU between them and a sigmoid behind: what of a map a task attends to (Liu et al. 2019).</summary>
public sealed class AttentionMask : Module<Tensor, Tensor>
{
    private const int Reduction = 4;

    [ComponentName(Name = "conv1")]
    private readonly Convolution _conv1;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;

    [ComponentName(Name = "conv2")]
    private readonly Convolution _conv2;

    [ComponentName(Name = "bn2")]
    private readonly BatchNorm _bn2;

    /// <param name="inputs">Channels that the mask follows from.</param>
    /// <param name="channels">C, of the map that it is for.</param>
    public AttentionMask(int inputs, int channels)
        : base(nameof(AttentionMask))
    {
        var between = Math.Max(channels / Reduction, 1);
        _conv1 = new Convolution(inputs, between, 1);
        _bn1 = new BatchNorm(between);
        _conv2 = new Convolution(between, channels, 1);
        _bn2 = new BatchNorm(channels);
        RegisterComponents();
    }

    /// <summary>(B, inputs, H, W) → 0 … 1, (B, C, H, W).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _bn1.call(_conv1.call(input)).relu_();
        return _bn2.call(_conv2.call(features)).sigmoid().MoveToOuterDisposeScope();
    }
}
