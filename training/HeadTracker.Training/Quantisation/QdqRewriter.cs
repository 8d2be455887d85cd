using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using static HeadTracker.Training.Export.Onnx.TensorProto.Types;

namespace HeadTracker.Training.Quantisation;

/// <summary>
/// Writes a network with some of its nodes between QuantizeLinear and DequantizeLinear (QDQ), the form that runtimes turn into
/// integer kernels: ONNX Runtime makes QLinearConv, QLinearAdd and an integer max pooling of it.
/// </summary>
/// <remarks>
/// Every tensor that a quantised node reads or writes gets one pair. A float node behind a quantised one reads the pair's end, so
/// that the quantised node's only reader is its QuantizeLinear, without which it would not be fused.
/// </remarks>
public sealed class QdqRewriter
{
    private const string QuantizedSuffix = ".q", RestoredSuffix = ".dq";

    private readonly QuantizableGraph _source;
    private readonly HashSet<QuantizableNode> _chosen;
    private readonly IReadOnlyDictionary<string, ActivationScale> _scales;
    private readonly GraphProto _graph;

    /// <summary>Tensors with a pair, and whether a quantised node makes them.</summary>
    private readonly Dictionary<string, bool> _paired = [];
    private readonly HashSet<string> _shielded = [];

    private QdqRewriter(QuantizableGraph source, IEnumerable<QuantizableNode> chosen, IReadOnlyDictionary<string, ActivationScale> scales)
    {
        _source = source;
        _chosen = [.. chosen];
        _scales = SharedScales(source, scales);
        _graph = new GraphProto { Name = source.Model.Graph.Name };
        foreach (var node in _chosen)
        {
            foreach (var tensor in node.Activations) _paired.TryAdd(tensor, false);
            _paired[node.Result] = true;
        }
    }

    /// <param name="source">The float network; not changed.</param>
    /// <param name="chosen">Nodes to quantise; the others stay in float.</param>
    /// <param name="scales">Of every tensor that <see cref="QuantizableGraph.Tensors"/> names.</param>
    /// <returns>A new model with the source's inputs, outputs and metadata.</returns>
    public static ModelProto Rewrite(QuantizableGraph source, IEnumerable<QuantizableNode> chosen, IReadOnlyDictionary<string, ActivationScale> scales) =>
        new QdqRewriter(source, chosen, scales).Build();

    /// <summary>Nodes that only pick have one scale on both sides: that of what they pick from, or one that covers all of it.</summary>
    private static Dictionary<string, ActivationScale> SharedScales(QuantizableGraph source, IReadOnlyDictionary<string, ActivationScale> scales)
    {
        var all = new Dictionary<string, ActivationScale>(scales);
        var ranged = source.RangedTensors.ToHashSet();
        var shared = source.Tensors.ToDictionary(tensor => tensor, tensor => new HashSet<string> { tensor });
        foreach (var node in source.Nodes.Where(node => node.OnlyPicks))
        {
            foreach (var input in node.Activations)
            {
                shared[node.Result].UnionWith(shared[input]);
                foreach (var tensor in shared[node.Result]) shared[tensor] = shared[node.Result];
            }
        }

        foreach (var group in shared.Values.Distinct().Where(group => group.Count > 1))
        {
            ActivationScale[] computed = [.. group.Where(ranged.Contains).Select(tensor => scales[tensor])];
            var scale = computed is [var only] ? only
                : ActivationScale.Covering(computed.Min(one => one.Dequantize(byte.MinValue)), computed.Max(one => one.Dequantize(byte.MaxValue)));
            foreach (var tensor in group) all[tensor] = scale;
        }

        return all;
    }

    private ModelProto Build()
    {
        var original = _source.Model.Graph;
        _graph.Input.AddRange(original.Input);
        _graph.Output.AddRange(original.Output);
        var byNode = _chosen.ToDictionary(node => node.Node);
        var absorbed = _chosen.Where(node => node.Relu is not null).Select(node => node.Relu!).ToHashSet();
        foreach (var input in original.Input) AddPair(input.Name);
        foreach (var node in original.Node)
        {
            if (absorbed.Contains(node)) continue;
            if (byNode.TryGetValue(node, out var quantized)) AddQuantized(quantized);
            else AddFloat(node);
        }

        var used = _graph.Node.SelectMany(node => node.Input).ToHashSet();
        _graph.Initializer.AddRange(original.Initializer.Where(tensor => used.Contains(tensor.Name)));
        var model = _source.Model.Clone();
        model.Graph = _graph;
        return model;
    }

    private void AddFloat(NodeProto node)
    {
        var copy = node.Clone();
        for (var i = 0; i < copy.Input.Count; i++)
        {
            if (!_paired.TryGetValue(copy.Input[i], out var madeInIntegers) || !madeInIntegers) continue;
            copy.Input[i] = _source.Nodes.Any(candidate => candidate.Node == node) ? Shielded(copy.Input[i] + RestoredSuffix) : copy.Input[i] + RestoredSuffix;
        }

        _graph.Node.Add(copy);
        foreach (var output in copy.Output) AddPair(output);
    }

    /// <summary>
    /// ONNX Runtime quantises by itself what lies between a DequantizeLinear and a QuantizeLinear. A Clip without bounds changes
    /// nothing and keeps it from doing so to a layer that was left in float for its accuracy.
    /// </summary>
    private string Shielded(string tensor)
    {
        if (_shielded.Add(tensor)) _graph.Node.Add(Node("Clip", tensor + ".float", tensor));
        return tensor + ".float";
    }

    private void AddQuantized(QuantizableNode quantized)
    {
        var copy = quantized.Node.Clone();
        var activations = quantized.Activations.Count();
        for (var i = 0; i < activations; i++) copy.Input[i] += RestoredSuffix;
        if (copy.OpType == "Conv") QuantizeKernel(copy, _scales[quantized.Node.Input[0]].Scale);
        copy.Output[0] = quantized.Result;
        _graph.Node.Add(copy);
        AddPair(quantized.Result);
    }

    private void QuantizeKernel(NodeProto convolution, float inputScale)
    {
        var (weight, bias) = (convolution.Input[1], convolution.Input[2]);
        var kernel = OnnxTensors.ReadFloats(_source.ConstantOf(weight));
        var whole = KernelQuantizer.Quantize(kernel, OnnxTensors.ReadFloats(_source.ConstantOf(bias)), inputScale);
        var outputs = kernel.Shape[0];
        _graph.Initializer.Add(OnnxTensors.Make(weight + QuantizedSuffix, DataType.Int8, whole.Values, [.. kernel.Shape.Select(side => (long)side)]));
        _graph.Initializer.Add(OnnxTensors.Make(weight + ".scale", DataType.Float, whole.Scales, outputs));
        _graph.Initializer.Add(OnnxTensors.Make(weight + ".zero", DataType.Int8, new sbyte[outputs], outputs));
        _graph.Initializer.Add(OnnxTensors.Make(bias + QuantizedSuffix, DataType.Int32, whole.Bias, outputs));
        _graph.Initializer.Add(OnnxTensors.Make(bias + ".scale", DataType.Float, Array.ConvertAll(whole.Scales, scale => scale * inputScale), outputs));
        _graph.Initializer.Add(OnnxTensors.Make(bias + ".zero", DataType.Int32, new int[outputs], outputs));
        foreach (var name in new[] { weight, bias })
        {
            var restore = Node("DequantizeLinear", name + RestoredSuffix, name + QuantizedSuffix, name + ".scale", name + ".zero");
            restore.Attribute.Add(OnnxGraphBuilder.Integer("axis", 0));
            _graph.Node.Add(restore);
        }

        (convolution.Input[1], convolution.Input[2]) = (weight + RestoredSuffix, bias + RestoredSuffix);
    }

    private void AddPair(string tensor)
    {
        if (!_paired.ContainsKey(tensor)) return;
        var (scale, zeroPoint) = _scales[tensor];
        _graph.Initializer.Add(OnnxTensors.Make(tensor + ".scale", DataType.Float, [scale]));
        _graph.Initializer.Add(OnnxTensors.Make(tensor + ".zero", DataType.Uint8, [zeroPoint]));
        _graph.Node.Add(Node("QuantizeLinear", tensor + QuantizedSuffix, tensor, tensor + ".scale", tensor + ".zero"));
        _graph.Node.Add(Node("DequantizeLinear", tensor + RestoredSuffix, tensor + QuantizedSuffix, tensor + ".scale", tensor + ".zero"));
    }

    private static NodeProto Node(string type, string output, params IEnumerable<string> inputs)
    {
        var node = new NodeProto { Name = output + "/" + type, OpType = type, Output = { output } };
        node.Input.AddRange(inputs);
        return node;
    }
}
