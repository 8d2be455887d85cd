using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// A task's own layers for a map: a 3×3 convolution, then a linear layer that answers for the 2×2 cells within each of its pixels
/// (sub-pixel convolution: Shi et al. 2016).
/// </summary>
public sealed class MapHead : Module<Tensor, Tensor>
{
    private const int Enlarged = 2;

    [ComponentName(Name = "conv")]
    private readonly Convolution _conv;

    [ComponentName(Name = "norm")]
    private readonly BatchNorm _norm;

    [ComponentName(Name = "answer")]
    private readonly Linear _answer;
    private readonly int _side;

    /// <param name="channels">Of the features.</param>
    /// <param name="outputs">Numbers per cell.</param>
    /// <param name="side">M: cells a side of the answer, at most twice as many as the features have.</param>
    public MapHead(int channels, int outputs, int side)
        : base(nameof(MapHead))
    {
        _conv = new Convolution(channels, channels, 3);
        _norm = new BatchNorm(channels);
        _answer = Linear(channels, outputs * Enlarged * Enlarged);
        _side = side;
        RegisterComponents();
    }

    /// <summary>(B, channels, H, W), float32 or bfloat16 → float32 (B, outputs, M, M).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _norm.call(_conv.call(input)).relu_().to(ScalarType.Float32);
        var answers = functional.pixel_shuffle(_answer.call(features.permute(0, 2, 3, 1)).permute(0, 3, 1, 2), Enlarged);
        return answers.narrow(2, 0, _side).narrow(3, 0, _side).MoveToOuterDisposeScope();
    }
}
