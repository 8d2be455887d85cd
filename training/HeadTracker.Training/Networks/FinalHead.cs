using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// A task's head on features that several scales were brought together for: a 1×1 convolution that mixes them, then a linear layer. The scales' own
/// convolutions have looked around; this one runs at the finest of them with all their channels, and anything wider would cost more than the backbone.
/// </summary>
public sealed class FinalHead : Module<Tensor, Tensor>
{
    [ComponentName(Name = "mix")]
    private readonly Convolution _mix;

    [ComponentName(Name = "norm")]
    private readonly BatchNorm _norm;

    [ComponentName(Name = "answer")]
    private readonly PixelAnswer _answer;

    /// <param name="channels">Of the features.</param>
    /// <param name="outputs">Numbers per cell.</param>
    /// <param name="side">M: cells a side of the answer.</param>
    public FinalHead(int channels, int outputs, int side)
        : base(nameof(FinalHead))
    {
        _mix = new Convolution(channels, channels, 1);
        _norm = new BatchNorm(channels);
        _answer = new PixelAnswer(channels, outputs, side);
        RegisterComponents();
    }

    /// <summary>(B, channels, H, W) → float32 (B, outputs, M, M).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _answer.call(_norm.call(_mix.call(input)).relu_()).MoveToOuterDisposeScope();
    }
}
