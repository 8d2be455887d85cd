using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Squeeze and excitation (Hu et al. 2018): how much of each channel is let through follows from the means of all.</summary>
public sealed class ChannelGate : Module<Tensor, Tensor>
{
    private const int Ratio = 16, Least = 4;

    [ComponentName(Name = "squeeze")]
    private readonly Linear _squeeze;

    [ComponentName(Name = "excite")]
    private readonly Linear _excite;

    public ChannelGate(int channels)
        : base(nameof(ChannelGate))
    {
        var hidden = Math.Max(Least, channels / Ratio);
        _squeeze = Linear(channels, hidden);
        _excite = Linear(hidden, channels);
        RegisterComponents();
    }

    /// <summary>The layer whose sigmoid is the gate.</summary>
    public Linear Excite => _excite;

    /// <summary>(B, C, H, W) → the same, each channel times 0 … 1.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var gate = _excite.call(_squeeze.call(input.mean([2, 3], type: ScalarType.Float32)).relu_()).sigmoid();
        return (input * gate.to(input.dtype).unsqueeze(-1).unsqueeze(-1)).MoveToOuterDisposeScope();
    }
}
