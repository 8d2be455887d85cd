using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Rounds values to what int8 can tell apart while a network learns, so that it learns weights that bear it: fake quantisation (Jacob et al. 2018, §3).
/// Backwards, rounding is the identity, and what saturates gets no gradient.
/// </summary>
/// <remarks>
/// Off until <see cref="TurnOn"/>, and always in evaluation mode: what is measured and exported is the float network. It keeps nothing: ranges are those of
/// the batch at hand, by the rule <c>Percentile</c> of <c>train quantize</c>, so that checkpoints are the same with it and without.
/// </remarks>
public sealed class FakeQuantizer() : Module<Tensor, Tensor>(nameof(FakeQuantizer))
{
    /// <summary>The share of the values at each end that saturates.</summary>
    private const double Outside = 5e-5;

    /// <summary>So many values of a tensor, at equal distances, tell its range.</summary>
    private const long Sampled = 1 << 17;

    private const int Levels = 256, LargestWeight = 64;

    /// <summary>A scale for what is always 0.</summary>
    private const float Least = 1e-30f;

    private bool _on;

    private bool Rounds => _on && training;

    /// <summary>Has all of a module's round from now on, while it is in training mode.</summary>
    public static void TurnOn(Module module)
    {
        foreach (var quantizer in module.modules().Prepend(module).OfType<FakeQuantizer>()) quantizer._on = true;
    }

    /// <summary>Activations (B, C, H, W), float32 or bfloat16 → the same shape and type, 256 values from the range's lower end to its upper, 0 among them.</summary>
    public override Tensor forward(Tensor input)
    {
        if (!Rounds) return input;
        using var scope = NewDisposeScope();
        var (scale, zero) = GridOf(input);
        var inside = input.to(ScalarType.Float32).clamp(-zero * scale, (Levels - 1 - zero) * scale);
        return Rounded(inside, scale).to(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution's weights (outputs, …) → the same shape, for each output 129 values about 0, the largest weight among them.</summary>
    public Tensor Kernel(Tensor weight)
    {
        if (!Rounds) return weight;
        using var scope = NewDisposeScope();
        var largest = weight.detach().abs().amax([1, 2, 3], keepdim: true);
        return Rounded(weight, largest.div(LargestWeight).clamp_min(Least)).MoveToOuterDisposeScope();
    }

    /// <summary>The step between two of 256 levels and the level of 0, scalars.</summary>
    private static (Tensor Scale, Tensor Zero) GridOf(Tensor input)
    {
        using var none = no_grad();
        // As they lie in memory, channels last; a distance that is odd comes by all channels of any number of them that is a power of two.
        var values = input.detach().permute(0, 2, 3, 1).reshape(-1);
        var distance = (values.numel() / Sampled) | 1;
        var sample = values[TensorIndex.Slice(step: distance)].to(ScalarType.Float32);
        var outside = (int)(sample.numel() * Outside) + 1;
        var high = sample.topk(outside).values[^1].clamp_min(0);
        var low = sample.topk(outside, largest: false).values[^1].clamp_max(0);
        var scale = ((high - low) / (Levels - 1)).clamp_min(Least);
        return (scale, (-low / scale).round());
    }

    /// <summary>To multiples of a scale, half to even; backwards as if nothing had happened (Bengio et al. 2013: straight through).</summary>
    private static Tensor Rounded(Tensor values, Tensor scale)
    {
        var known = values.detach();
        return values + (known / scale).round_().mul_(scale).sub_(known);
    }
}
