using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>A node that can compute in whole numbers.</summary>
/// <param name="Node">A convolution, a residual sum, a max pooling or channels put side by side.</param>
/// <param name="Relu">The ReLU behind it when nothing else reads its result: saturation at zero point 0 does its work.</param>
public sealed record QuantizableNode(NodeProto Node, NodeProto? Relu)
{
    public string Name => Node.Output[0];

    /// <summary>The tensor that leaves it, after the ReLU if there is one.</summary>
    public string Result => Relu?.Output[0] ?? Node.Output[0];

    /// <summary>Inputs that change from face to face.</summary>
    public IEnumerable<string> Activations => Node.OpType is "Add" or "Concat" ? Node.Input : Node.Input.Take(1);

    /// <summary>It picks values and computes none: its result has its inputs' scale, and it costs no accuracy.</summary>
    public bool OnlyPicks => Node.OpType is "MaxPool" or "Concat";
}

/// <summary>What of a float network can be quantised: everything but the head, which costs nothing and which the angles are read from.</summary>
public sealed class QuantizableGraph
{
    private readonly Dictionary<string, TensorProto> _constants;

    /// <param name="model">Not changed.</param>
    /// <exception cref="UserErrorException">The model is quantised already, stored in half precision, or has nothing to quantise.</exception>
    public QuantizableGraph(ModelProto model)
    {
        Model = model;
        var graph = model.Graph;
        if (graph.Node.FirstOrDefault(node =>
            node.OpType.Contains("Quantize", StringComparison.Ordinal) || node.OpType.StartsWith("QLinear", StringComparison.Ordinal)) is { } done)
            throw new UserErrorException($"It is quantised already (node {done.Name}); give the float export it was made from.");
        _constants = graph.Initializer.ToDictionary(tensor => tensor.Name);
        var readers = graph.Node.SelectMany(node => node.Input, (node, input) => (node, input)).ToLookup(pair => pair.input, pair => pair.node);
        var results = graph.Output.Select(output => output.Name).ToHashSet();
        Nodes = [.. graph.Node.Where(IsQuantizable).Select(node => new QuantizableNode(node, ReluBehind(node, readers, results)))];
        if (!Nodes.Any(node => node.Node.OpType == "Conv"))
        {
            throw new UserErrorException("It has no convolution with 32-bit weights; give the full-precision export of a network with some.");
        }
    }

    public ModelProto Model { get; }

    /// <summary>In the order of computation.</summary>
    public IReadOnlyList<QuantizableNode> Nodes { get; }

    /// <summary>Tensors whose ranges quantisation needs.</summary>
    public IReadOnlyList<string> Tensors => [.. Nodes.SelectMany(node => node.Activations.Append(node.Result)).Distinct()];

    /// <summary>Those of <see cref="Tensors"/> that have a range of their own: what only picks takes its inputs'.</summary>
    public IReadOnlyList<string> RangedTensors => [.. Tensors.Except(Nodes.Where(node => node.OnlyPicks).Select(node => node.Result))];

    public TensorProto ConstantOf(string name) => _constants[name];

    private bool IsQuantizable(NodeProto node) => node.OpType switch
    {
        "Conv" => node.Input.Count == 3 && IsFloat(node.Input[1]) && IsFloat(node.Input[2]),
        "Add" or "Concat" => !node.Input.Any(_constants.ContainsKey),
        "MaxPool" => node.Output.Count == 1,
        _ => false,
    };

    private bool IsFloat(string name) => _constants.TryGetValue(name, out var tensor) && tensor.DataType == (int)TensorProto.Types.DataType.Float;

    private static NodeProto? ReluBehind(NodeProto node, ILookup<string, NodeProto> readers, HashSet<string> results) =>
        node.OpType is "Conv" or "Add" && !results.Contains(node.Output[0]) && readers[node.Output[0]].ToList() is [{ OpType: "Relu" } relu] ? relu : null;
}
