using HeadTracker.Training.Pretext;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// A self-supervised branch of the HMTL paper (§4.1): one residual block of the backbone's kind with a projection on its identity path, then
/// a dense layer per region, whose softmax is in the loss.
/// </summary>
/// <remarks>
/// The paper does not say what lies between block and dense layers. Here features are averaged over each region, and every dense layer
/// sees all averages in order: one average over the image would not tell regions apart. The block is as wide as the backbone's next stage, after
/// the last as that one, and halves the map as that stage does where a cell per region is left then: small inputs have no cells to give away.
/// </remarks>
public sealed class PretextBranch : Module<Tensor, Tensor>
{
    /// <summary>Dropout before the dense layers (§4.2).</summary>
    public const double DropoutRate = 0.2;

    private readonly RegionGrid _grid;
    private readonly int _classes;

    [ComponentName(Name = "block")]
    private readonly Module<Tensor, Tensor> _block;

    [ComponentName(Name = "dropout")]
    private readonly SharedDropout _dropout;

    [ComponentName(Name = "heads")]
    private readonly Linear _heads;

    /// <param name="shape">The backbone.</param>
    /// <param name="point">After which of its four stages the branch leaves, 1 … 4.</param>
    /// <param name="grid">The regions.</param>
    /// <param name="classes">Classes per region.</param>
    /// <param name="inputSize">Side of the network's input, with a cell per region at the branching point.</param>
    public PretextBranch(ResNetShape shape, int point, RegionGrid grid, int classes, int inputSize)
        : base(nameof(PretextBranch))
    {
        _grid = grid;
        _classes = classes;
        var expansion = shape.Bottleneck ? BottleneckBlock.Expansion : 1;
        var inputs = shape.FeaturesAt(point);
        var width = shape.Width << Math.Min(point, shape.Blocks.Count - 1);
        var cells = ResNet.CellsAt(point, inputSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, grid.Side, nameof(inputSize));
        var sampling = new Sampling((cells + 1) / 2 >= grid.Side ? 2 : 1);
        _block = shape.Bottleneck ? new BottleneckBlock(inputs, width, sampling) : new BasicBlock(inputs, width, sampling);
        _dropout = new SharedDropout(DropoutRate);
        // One layer of regions · classes outputs is that many dense layers.
        _heads = Linear(width * expansion * grid.Count, grid.Count * classes);
        RegisterComponents();
    }

    /// <summary>The backbone's features at the branching point (B, C, H, W) → logits (B, regions, classes).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var regions = functional.adaptive_avg_pool2d(_block.call(input), _grid.Side);
        return _heads.call(_dropout.call(regions.flatten(1).to(ScalarType.Float32))).view(-1, _grid.Count, _classes).MoveToOuterDisposeScope();
    }
}
