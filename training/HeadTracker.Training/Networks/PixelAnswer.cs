using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>A linear layer on the features of each place, its answers then interpolated to the labels' cells.</summary>
public sealed class PixelAnswer : Module<Tensor, Tensor>
{
    [ComponentName(Name = "linear")]
    private readonly Linear _linear;
    private readonly int _side;

    /// <param name="channels">Of the features.</param>
    /// <param name="outputs">Numbers per cell.</param>
    /// <param name="side">M: cells a side of the answer.</param>
    public PixelAnswer(int channels, int outputs, int side)
        : base(nameof(PixelAnswer))
    {
        _linear = Linear(channels, outputs);
        _side = side;
        RegisterComponents();
    }

    /// <summary>(B, channels, H, W), float32 or bfloat16 → float32 (B, outputs, M, M).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var answers = _linear.call(input.to(ScalarType.Float32).permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
        return Scaling.To(answers, _side, _side).MoveToOuterDisposeScope();
    }
}
