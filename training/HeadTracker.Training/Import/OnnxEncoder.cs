using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Import;

/// <summary>
/// The encoder in an ONNX file of a ResNet, in torchvision's names. Convolutions are found by these names where the file kept them, else by the order of
/// the graph, which is that of the network; batch norms by what follows each convolution.
/// </summary>
internal sealed class OnnxEncoder
{
    /// <summary>ε of torchvision's batch norms, and of ONNX's where a node names none.</summary>
    private const float Epsilon = 1e-5f;

    private readonly Dictionary<string, TensorProto> _initialisers;
    private readonly ILookup<string, NodeProto> _readers;
    private readonly HashSet<string> _used = [];
    private readonly Dictionary<string, Weight> _weights = new(StringComparer.Ordinal);

    private OnnxEncoder(GraphProto graph)
    {
        _initialisers = graph.Initializer.DistinctBy(tensor => tensor.Name).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _readers = graph.Node.SelectMany(node => node.Input.Select(input => (input, node))).ToLookup(read => read.input, read => read.node);
        List<NodeProto> convolutions = [.. graph.Node.Where(node => node.OpType == "Conv" && node.Input.Count >= 2)];
        if (convolutions.Count == 0) throw new InvalidDataException("it has no convolution");
        (Backbone, Shape) = EncoderShapes.ByKernels([.. convolutions.Select(ShapeOf)]);
        var blocks = EncoderShapes.BlocksOf(Shape).ToList();
        var places = ByNames(blocks, convolutions) ?? ByOrder(blocks, convolutions);
        foreach (var ((convolution, norm), node) in places) Take(convolution, norm, node);
        ConvolutionsBehind = convolutions.Count - places.Count;
        FeatureMap = ConvolutionsBehind > 0 ? convolutions[places.Count].Input[0]
            : graph.Node.LastOrDefault(node => node.OpType == "Relu")?.Output[0] ?? throw new InvalidDataException("it has no Relu");
    }

    public Backbone Backbone { get; }

    public ResNetShape Shape { get; }

    /// <summary>How many the file has in blocks behind the encoder's last one.</summary>
    public int ConvolutionsBehind { get; }

    /// <summary>The value of the graph that is what the encoder gives.</summary>
    public string FeatureMap { get; }

    /// <summary>By torchvision's names, without the batch norms' counters.</summary>
    public IReadOnlyDictionary<string, Weight> Weights => _weights;

    /// <summary>Whether a batch norm was folded into its convolution, and so lost its scale.</summary>
    public bool IsFolded { get; private set; }

    /// <summary>What the file stores beside the encoder, such as its classifier.</summary>
    public IEnumerable<string> LeftOut => _initialisers.Values
        .Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float && !_used.Contains(tensor.Name)).Select(tensor => tensor.Name);

    /// <summary>A fully connected layer over the features, which is then no longer <see cref="LeftOut"/>; null where there is none of that name.</summary>
    public (Weight Weight, Weight Bias)? TakeLayer(string name, int features)
    {
        if (!_initialisers.ContainsKey($"{name}.weight") || !_initialisers.ContainsKey($"{name}.bias")) return null;
        var (weight, bias) = (Floats($"{name}.weight"), Floats($"{name}.bias"));
        return weight.Shape is [var rows, var columns] && columns == features && bias.Shape is [var count] && count == rows ? (weight, bias) : null;
    }

    /// <exception cref="InvalidDataException">The graph is no ResNet's; the message says why.</exception>
    public static OnnxEncoder Read(ModelProto model) => new(model.Graph);

    private static List<((string Convolution, string Norm), NodeProto)>? ByNames(
        List<IReadOnlyList<(string Convolution, string Norm)>> blocks, List<NodeProto> convolutions)
    {
        var byWeight = convolutions.DistinctBy(node => node.Input[1]).ToDictionary(node => node.Input[1], StringComparer.Ordinal);
        var places = new List<((string, string), NodeProto)>();
        foreach (var pair in blocks.SelectMany(block => block))
        {
            if (!byWeight.TryGetValue(pair.Convolution + ".weight", out var node)) return null;
            places.Add((pair, node));
        }

        return places;
    }

    private List<((string Convolution, string Norm), NodeProto)> ByOrder(
        List<IReadOnlyList<(string Convolution, string Norm)>> blocks, List<NodeProto> convolutions)
    {
        var places = new List<((string, string), NodeProto)>();
        foreach (var block in blocks)
        {
            var nodes = convolutions.GetRange(places.Count, block.Count);
            if (block.Any(pair => pair.Convolution.EndsWith("downsample.0", StringComparison.Ordinal))) MoveProjectionLast(nodes);
            places.AddRange(block.Zip(nodes));
        }

        return places;
    }

    /// <summary>
    /// A block's projection may stand anywhere among its convolutions, and in the first stage of bottlenecks it has the last one's shape: it is the one
    /// that reads what the block's first convolution reads, and gives more channels (bottlenecks) or has the smaller kernel (basic blocks).
    /// </summary>
    private void MoveProjectionLast(List<NodeProto> nodes)
    {
        var heads = nodes.GroupBy(node => node.Input[0]).FirstOrDefault(readers => readers.Count() == 2)?.ToArray()
            ?? throw new InvalidDataException("its blocks do not fork as a ResNet's do");
        var (a, b) = (ShapeOf(heads[0]), ShapeOf(heads[1]));
        var projection = a[2] != b[2] ? (a[2] < b[2] ? heads[0] : heads[1]) : (a[0] > b[0] ? heads[0] : heads[1]);
        nodes.Remove(projection);
        nodes.Add(projection);
    }

    private void Take(string convolution, string norm, NodeProto node)
    {
        var kernel = Floats(node.Input[1]);
        var channels = kernel.Shape[0];
        _weights[$"{convolution}.weight"] = kernel;
        var bias = node.Input.Count > 2 && node.Input[2].Length > 0 ? Floats(node.Input[2], channels).Values : new float[channels];
        var follower = _readers[node.Output[0]].FirstOrDefault();
        if (follower is { OpType: "BatchNormalization", Input.Count: >= 5 } && follower.Input[0] == node.Output[0])
        {
            var epsilon = follower.Attribute.FirstOrDefault(attribute => attribute.Name == "epsilon")?.F ?? Epsilon;
            Set(norm, Floats(follower.Input[1], channels).Values, Floats(follower.Input[2], channels).Values,
                [.. Floats(follower.Input[3], channels).Values.Zip(bias, (mean, shift) => mean - shift)],
                [.. Floats(follower.Input[4], channels).Values.Select(variance => variance + (epsilon - Epsilon))]);
            return;
        }

        // γ = 1, μ = 0 and σ² = 1 - ε make (x - μ)·γ/√(σ² + ε) + β = x + β.
        IsFolded = true;
        Set(norm, Filled(channels, 1), bias, Filled(channels, 0), Filled(channels, 1 - Epsilon));
    }

    private void Set(string norm, float[] gamma, float[] beta, float[] mean, float[] variance)
    {
        foreach (var (name, values) in new[] { ("weight", gamma), ("bias", beta), ("running_mean", mean), ("running_var", variance) })
            _weights[$"{norm}.{name}"] = new Weight([values.Length], values);
    }

    /// <summary>Of a convolution's kernel.</summary>
    private int[] ShapeOf(NodeProto convolution) => Stored(convolution.Input[1]).Dims is { Count: 4 } sides
        ? [.. sides.Select(side => (int)side)] : throw new InvalidDataException($"'{convolution.Input[1]}' is no kernel of a picture's convolution");

    private Weight Floats(string name, int count) => Floats(name) is { Shape.Count: 1 } values && values.Shape[0] == count ? values
        : throw new InvalidDataException($"'{name}' does not have the {count} numbers that its convolution has channels");

    private Weight Floats(string name)
    {
        var values = OnnxTensors.FloatsIn(Stored(name))
            ?? throw new InvalidDataException($"'{name}' is not stored in it as 32-bit floats; export it in full precision, with the weights inside");
        _used.Add(name);
        return values;
    }

    private TensorProto Stored(string name) =>
        _initialisers.TryGetValue(name, out var tensor) ? tensor : throw new InvalidDataException($"its graph computes '{name}' instead of storing it");

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
