using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Pyramid scene parsing (Zhao et al. 2017), the head of the thesis's Cityscapes networks: the features beside their means over grids of 1, 4, 9 and 36 fields,
/// then mixed.
/// </summary>
public sealed class PspHead : Module<Tensor, Tensor>
{
    private static readonly int[] Grids = [1, 2, 3, 6];

    [ComponentName(Name = "grids")]
    private readonly ModuleList<Sequential> _grids;

    [ComponentName(Name = "mix")]
    private readonly Sequential _mix;

    [ComponentName(Name = "answer")]
    private readonly PixelAnswer _answer;

    /// <param name="channels">Of the features.</param>
    /// <param name="width">Channels that they are mixed to.</param>
    /// <param name="outputs">Numbers per cell.</param>
    /// <param name="side">M: cells a side of the answer.</param>
    public PspHead(int channels, int width, int outputs, int side)
        : base(nameof(PspHead))
    {
        var share = Math.Max(1, channels / Grids.Length);
        _grids = ModuleList(Grids.Select(_ => Sequential(Convolution.WithNorm(channels, share, 1, activated: true))).ToArray());
        _mix = Sequential(Convolution.WithNorm(channels + Grids.Length * share, width, 3, activated: true));
        _answer = new PixelAnswer(width, outputs, side);
        RegisterComponents();
    }

    /// <summary>(B, channels, H, W), float32 or bfloat16 → float32 (B, outputs, M, M).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var means = Grids.Zip(_grids, (grid, layers) => Scaling.To(layers.call(functional.adaptive_avg_pool2d(input, [grid, grid])), input));
        return _answer.call(_mix.call(cat([input, .. means], 1))).MoveToOuterDisposeScope();
    }
}
