using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// A square convolution without bias that works in its input's precision: the weights stay float32, so that small steps of the optimiser
/// are not lost, and are rounded to bfloat16 on the way where the input is.
/// </summary>
/// <remarks>
/// Weights lie channels-last, the order convolutions run fastest in. TorchSharp has no autocast; the cast is part of the graph, so
/// gradients arrive in float32. The parameter is called <c>weight</c>, as torchvision's. A kernel of one pixel is a product of matrices:
/// libtorch 2.10's oneDNN (3.7.1, AVX-512, channels-last) has wrong results for it where channels are no multiple of 16 (any number in,
/// 40 out), and with a stride over fewer than 16 it writes beyond its buffer in the backward pass.
/// </remarks>
public sealed class Convolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    private readonly long _stride;
    private readonly long _padding;
    private readonly long _dilation;

    static Convolution() => NnPack.TurnOff();

    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Side of the kernel; the padding is half of it.</param>
    /// <param name="stride">Pixels between two outputs.</param>
    /// <param name="dilation">Pixels between two of the kernel's.</param>
    public Convolution(int inputs, int outputs, int kernel, int stride = 1, int dilation = 1)
        : base(nameof(Convolution))
    {
        _stride = stride;
        _dilation = dilation;
        _padding = dilation * (kernel / 2);
        using (NewDisposeScope())
        {
            var values = empty(outputs, kernel, kernel, inputs).permute(0, 3, 1, 2);
            _weight = new Parameter(values.DetachFromDisposeScope());
        }

        RegisterComponents();
        Initialise();
    }

    /// <summary>(outputs, inputs, kernel, kernel).</summary>
    public Parameter Weight => _weight;

    /// <summary>A convolution with its batch norm, and a ReLU behind where it is <paramref name="activated"/>.</summary>
    internal static Module<Tensor, Tensor>[] WithNorm(int inputs, int outputs, int kernel, int stride = 1, int dilation = 1, bool activated = false)
    {
        Module<Tensor, Tensor>[] layers = [new Convolution(inputs, outputs, kernel, stride, dilation), new BatchNorm(outputs)];
        return activated ? [.. layers, ReLU()] : layers;
    }

    /// <summary>(B, inputs, H, W) of float32 or bfloat16 → (B, outputs, ⌈H/stride⌉, ⌈W/stride⌉) of the same.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var rounded = _weight.to(input.dtype);
        var output = _padding == 0
            ? EveryStride(input).permute(0, 2, 3, 1).matmul(rounded.flatten(1).t()).permute(0, 3, 1, 2)
            : functional.conv2d(input, rounded, strides: [_stride, _stride], padding: [_padding, _padding], dilation: [_dilation, _dilation]);
        return output.MoveToOuterDisposeScope();
    }

    private Tensor EveryStride(Tensor input) =>
        _stride == 1 ? input : input.index(TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(step: _stride), TensorIndex.Slice(step: _stride));

    /// <summary>He et al. 2015, eq. 14: normal with variance 2 / fan-out.</summary>
    private void Initialise() => init.kaiming_normal_(_weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
}
