using HeadTracker.Contract;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What a <see cref="PoseNetwork"/> is made of: enough to build it anew, and to say why a checkpoint does not fit.</summary>
/// <param name="Shape">Depth and width of the backbone.</param>
/// <param name="BinSizes">Degrees per bin of each RvC head.</param>
/// <param name="Regression">Whether it has the regression head.</param>
/// <param name="Range">θ: the largest angle in degrees.</param>
public sealed record PoseNetworkDefinition(ResNetShape Shape, IReadOnlyList<float> BinSizes, bool Regression, float Range = BinSpecification.PaperRange)
{
    /// <summary>First stage (§5.2): four RvC heads and the regression head.</summary>
    public static PoseNetworkDefinition Base(Backbone backbone) => new(ResNetShape.Of(backbone), [1, 2, 3, 4], Regression: true);

    /// <summary>Second stage (§5.3): one RvC head.</summary>
    public static PoseNetworkDefinition Student(Backbone backbone) => new(ResNetShape.Of(backbone), [1], Regression: false);

    /// <summary>What a definition out of a file may ask for: twice the largest networks in use and more, and memory that is there.</summary>
    internal const int LargestWidth = 512, MostHeads = 16, MostBlocks = 64;

    /// <summary>Whether a network of it can be built; definitions also come out of files.</summary>
    internal bool IsSound =>
        Shape.Blocks.Count == ResNet.Stages && Shape.Blocks.All(count => count is >= 1 and <= MostBlocks) && Shape.Width is >= 1 and <= LargestWidth
        && BinSizes.Count <= MostHeads && BinSizes.All(IsBinSize) && Range is >= 1 and <= 360;

    internal static bool IsBinSize(float degrees) => degrees is >= 0.1f and <= 90;

    public override string ToString() =>
        $"ResNet [{string.Join(", ", Shape.Blocks)}] of width {Shape.Width}{(Shape.Bottleneck ? " with bottlenecks" : "")}, "
        + $"bins of {string.Join(", ", BinSizes)}° over ±{Range}°{(Regression ? " and a regression head" : "")}";
}

/// <summary>
/// The KD paper's network (§3.2, fig. 2): a ResNet, global average pooling, and the head branches.
/// Parameters: <c>backbone.*</c> with torchvision's names, <c>heads.bins1.weight</c> … <c>heads.regression.bias</c>.
/// </summary>
public sealed class PoseNetwork : Module<Tensor, PoseOutput>
{
    [ComponentName(Name = "backbone")]
    private readonly ResNet _backbone;

    [ComponentName(Name = "heads")]
    private readonly PoseHeads _heads;

    /// <param name="definition">What it is made of.</param>
    /// <param name="outputStride">As for <see cref="ResNet"/>: the weights are the same whatever it is.</param>
    public PoseNetwork(PoseNetworkDefinition definition, int outputStride = ResNet.Stride)
        : base(nameof(PoseNetwork))
    {
        Definition = definition;
        _backbone = new ResNet(definition.Shape, outputStride);
        _heads = new PoseHeads(definition.Shape.Features, definition.BinSizes.Select(size => new BinSpecification(size, definition.Range)),
            definition.Regression);
        RegisterComponents();
    }

    public PoseNetworkDefinition Definition { get; }

    public ResNet Backbone => _backbone;

    public PoseHeads Heads => _heads;

    /// <summary>Normalised images (B, 3, H, W), any H and W, float32 or bfloat16 → float32 outputs for the whole image.</summary>
    public override PoseOutput forward(Tensor input)
    {
        using var pooled = PooledFeatures(input);
        return _heads.call(pooled);
    }

    /// <summary>What the heads see: normalised images as for <see cref="forward"/> → the feature map's mean, float32 (B, features).</summary>
    public Tensor PooledFeatures(Tensor input)
    {
        using var features = _backbone.call(input);
        return features.mean([2, 3], type: ScalarType.Float32);
    }

    /// <summary>The same network with its finest RvC head only, the weights copied: what is exported.</summary>
    public PoseNetwork WithoutRegularisers()
    {
        var slim = new PoseNetwork(Definition with { BinSizes = [_heads.Bins[0].BinSize], Regression = false });
        using var none = no_grad();
        var source = state_dict();
        foreach (var (name, target) in slim.state_dict()) target.copy_(source[name]);
        return slim;
    }
}
