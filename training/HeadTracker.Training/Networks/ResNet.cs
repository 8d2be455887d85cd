using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// A residual network without its classifier (He et al. 2016). Parameters and buffers bear torchvision's names
/// (<c>layer1.0.conv1.weight</c> …), so that its ImageNet weights load as they are.
/// </summary>
public sealed class ResNet : Module<Tensor, Tensor>
{
    /// <summary>Input pixels per pixel of the feature map.</summary>
    public const int Stride = 32;

    /// <summary>Stages of residual blocks.</summary>
    public const int Stages = 4;

    [ComponentName(Name = "conv1")]
    private readonly Convolution? _conv1;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm? _bn1;

    [ComponentName(Name = "layer1")]
    private readonly Sequential? _layer1;

    [ComponentName(Name = "layer2")]
    private readonly Sequential? _layer2;

    [ComponentName(Name = "layer3")]
    private readonly Sequential? _layer3;

    [ComponentName(Name = "layer4")]
    private readonly Sequential? _layer4;

    private readonly Sampling _pool;
    private readonly int _first;

    /// <param name="shape">Depth and width.</param>
    /// <param name="outputStride">
    /// Input pixels per pixel of the feature map, a power of two up to <see cref="Stride"/>. With a smaller one the map has in every (32/outputStride)th
    /// row and column what it has with 32, and between them what it has there for an image moved so far.
    /// </param>
    /// <param name="first">
    /// The first of the four stages that it has, 1 … 4: what lies before is another's, whose map <see cref="StageFeatures"/> then takes for an input.
    /// </param>
    public ResNet(ResNetShape shape, int outputStride = Stride, int first = 1)
        : base(nameof(ResNet))
    {
        (Shape, _first) = (shape, first);
        var course = new Sampling.Course(outputStride);
        var stem = course.Halve();
        _pool = course.Halve();
        if (first == 1)
        {
            _conv1 = new Convolution(3, shape.Width, 7, stem.Stride);
            _bn1 = new BatchNorm(shape.Width);
        }

        _layer1 = Layer(1, course);
        _layer2 = Layer(2, course);
        _layer3 = Layer(3, course);
        _layer4 = Layer(4, course);
        RegisterComponents();
    }

    public ResNetShape Shape { get; }

    /// <summary>Those before the first stage are not there.</summary>
    private Sequential[] Layers => [_layer1!, _layer2!, _layer3!, _layer4!];

    /// <summary>Side of the feature map after some of the stages, at the usual stride: H → ⌈H/2ˢ⁺¹⌉.</summary>
    public static int CellsAt(int stages, int inputSize) => (inputSize + (2 << stages) - 1) / (2 << stages);

    /// <summary>(B, 3, H, W), normalised, float32 or bfloat16 → feature map (B, Features, ⌈H/stride⌉, ⌈W/stride⌉), not yet pooled.</summary>
    public override Tensor forward(Tensor input) => FeaturesAt(input, Stages);

    /// <summary>The first <paramref name="stages"/> of the four stages: (B, 3, H, W), normalised → (B, C, ⌈H/2ˢ⁺¹⌉, ⌈W/2ˢ⁺¹⌉).</summary>
    public Tensor FeaturesAt(Tensor input, int stages)
    {
        using var scope = NewDisposeScope();
        var x = Stem(input);
        foreach (var layer in Layers[..stages]) x = layer.call(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>What each of its stages gives, the first first: (B, 3, H, W), normalised → those of <see cref="FeaturesAt"/>.</summary>
    public Tensor[] StageFeatures(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _first == 1 ? Stem(input) : input;
        return Array.ConvertAll(Layers[(_first - 1)..], layer => (x = layer.call(x)).MoveToOuterDisposeScope());
    }

    /// <summary>What each residual block of one stage, 1 … 4, gives, the first first: (B, 3, H, W), normalised → maps of the stage's size.</summary>
    public Tensor[] UnitsOf(Tensor input, int stage)
    {
        using var scope = NewDisposeScope();
        var x = stage == 1 ? Stem(input) : FeaturesAt(input, stage - 1);
        return [.. Layers[stage - 1].children().Cast<Module<Tensor, Tensor>>().Select(block => (x = block.call(x)).MoveToOuterDisposeScope())];
    }

    /// <summary>One stage alone, 1 … 4: the map before it, or normalised images (B, 3, H, W) before the first → its map.</summary>
    public Tensor Stage(Tensor input, int stage)
    {
        using var scope = NewDisposeScope();
        return Layers[stage - 1].call(stage == 1 ? Stem(input) : input).MoveToOuterDisposeScope();
    }

    /// <summary>As <see cref="Stage"/>, with the map that its last block gets, of as many channels; a stage of one block has its own map there.</summary>
    public (Tensor Before, Tensor After) LastBlock(Tensor input, int stage)
    {
        using var scope = NewDisposeScope();
        var x = stage == 1 ? Stem(input) : input;
        Tensor? before = null;
        foreach (var (i, block) in Layers[stage - 1].children().Cast<Module<Tensor, Tensor>>().Index())
        {
            if (i > 0) before = x;
            x = block.call(x);
        }

        var after = x.MoveToOuterDisposeScope();
        return (before?.MoveToOuterDisposeScope() ?? after, after);
    }

    /// <summary>The stages that <see cref="FeaturesAt"/> left: its features → those of <see cref="forward"/>.</summary>
    public Tensor FeaturesFrom(Tensor features, int stages)
    {
        using var scope = NewDisposeScope();
        var x = features.alias();
        foreach (var layer in Layers[stages..]) x = layer.call(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>What <see cref="StageFeatures"/> gives where a task adapts every block of every stage.</summary>
    /// <param name="input">(B, 3, H, W), normalised.</param>
    /// <param name="adapterOf">The task's, of a stage, 1 … 4, and a block, from 0.</param>
    public Tensor[] AdaptedFeatures(Tensor input, Func<int, int, BlockAdapter> adapterOf)
    {
        using var scope = NewDisposeScope();
        var x = Stem(input);
        var maps = new Tensor[Stages];
        foreach (var (stage, layer) in Layers.Index())
        {
            foreach (var (block, module) in layer.children().Index()) x = ((IAdaptableBlock)module).For(adapterOf(stage + 1, block), x);
            maps[stage] = x.MoveToOuterDisposeScope();
        }

        return maps;
    }

    /// <summary>The weights of the last convolution on the residual path of the first <paramref name="stages"/> stages, 1 … 4.</summary>
    public Parameter LastWeightOf(int stages) =>
        Layers[stages - 1].named_parameters().Last(entry => entry.name.Contains(".conv", StringComparison.Ordinal)).parameter;

    /// <summary>How many numbers one of the four stages learns, 1 … 4; what lies before them counts to the first.</summary>
    public long ParametersOf(int stage) => Layers[stage - 1].parameters().Sum(parameter => parameter.numel())
        + (stage == 1 ? _conv1!.Weight.numel() + _bn1!.parameters().Sum(parameter => parameter.numel()) : 0);

    /// <summary>The 1×1 convolution that gives the identity path the block's output shape; null where it has that already.</summary>
    internal static Sequential? Projection(int inputs, int outputs, int stride) =>
        stride == 1 && inputs == outputs ? null : Sequential(Convolution.WithNorm(inputs, outputs, 1, stride));

    /// <summary>What lies before the first stage.</summary>
    private Tensor Stem(Tensor input)
    {
        var x = _bn1!.call(_conv1!.call(input)).relu_();
        // Behind a ReLU a rim of zeros is no rim; the pooling's own may not be wider than half of its kernel.
        return _pool.Dilation > 1
            ? functional.max_pool2d(functional.pad(x, [.. Enumerable.Repeat((long)_pool.Dilation, 4)]), 3, _pool.Stride, dilation: _pool.Dilation)
            : functional.max_pool2d(x, 3, _pool.Stride, padding: 1);
    }

    private Sequential? Layer(int stage, Sampling.Course course)
    {
        var sampling = stage > 1 ? course.Halve() : course.Keep();
        if (stage < _first) return null;
        var inputs = stage > 1 ? Shape.FeaturesAt(stage - 1) : Shape.Width;
        var width = Shape.Width << (stage - 1);
        var blocks = new List<Module<Tensor, Tensor>>();
        for (var i = 0; i < Shape.Blocks[stage - 1]; i++)
        {
            blocks.Add(Shape.Bottleneck ? new BottleneckBlock(inputs, width, sampling) : new BasicBlock(inputs, width, sampling));
            inputs = Shape.FeaturesAt(stage);
            sampling = course.Keep();
        }

        return Sequential(blocks);
    }
}
