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

    private readonly QuantizableGraph source;
    private readonly HashSet<QuantizableNode> chosen;
    private readonly IReadOnlyDictionary<string, ActivationScale> scales;
    private readonly GraphProto graph;

    /// <summary>Tensors with a pair, and whether a quantised node makes them.</summary>
    private readonly Dictionary<string, bool> paired = [];
    private readonly HashSet<string> shielded = [];

    private QdqRewriter(QuantizableGraph source, IEnumerable<QuantizableNode> chosen, IReadOnlyDictionary<string, ActivationScale> scales)
    {
        this.source = source;
        this.chosen = [.. chosen];
        this.scales = ScalesThroughPools(source, scales);
        graph = new GraphProto { Name = source.Model.Graph.Name };
        foreach (var node in this.chosen)
        {
            foreach (var tensor in node.Activations) paired.TryAdd(tensor, false);
            paired[node.Result] = true;
        }
    }

    /// <param name="source">The float network; not changed.</param>
    /// <param name="chosen">Nodes to quantise; the others stay in float.</param>
    /// <param name="scales">Of every tensor that <see cref="QuantizableGraph.Tensors"/> names.</param>
    /// <returns>A new model with the source's inputs, outputs and metadata.</returns>
    public static ModelProto Rewrite(QuantizableGraph source, IEnumerable<QuantizableNode> chosen, IReadOnlyDictionary<string, ActivationScale> scales) =>
        new QdqRewriter(source, chosen, scales).Build();

    private static Dictionary<string, ActivationScale> ScalesThroughPools(QuantizableGraph source, IReadOnlyDictionary<string, ActivationScale> scales)
    {
        var all = new Dictionary<string, ActivationScale>(scales);
        foreach (var node in source.Nodes)
        {
            if (node.OnlyPicks) all[node.Result] = all[node.Node.Input[0]];
        }

        return all;
    }

    private ModelProto Build()
    {
        var original = source.Model.Graph;
        graph.Input.AddRange(original.Input);
        graph.Output.AddRange(original.Output);
        var byNode = chosen.ToDictionary(node => node.Node);
        var absorbed = chosen.Where(node => node.Relu is not null).Select(node => node.Relu!).ToHashSet();
        foreach (var input in original.Input) AddPair(input.Name);
        foreach (var node in original.Node)
        {
            if (absorbed.Contains(node)) continue;
            if (byNode.TryGetValue(node, out var quantized)) AddQuantized(quantized);
            else AddFloat(node);
        }

        var used = graph.Node.SelectMany(node => node.Input).ToHashSet();
        graph.Initializer.AddRange(original.Initializer.Where(tensor => used.Contains(tensor.Name)));
        var model = source.Model.Clone();
        model.Graph = graph;
        return model;
    }

    private void AddFloat(NodeProto node)
    {
        var copy = node.Clone();
        for (var i = 0; i < copy.Input.Count; i++)
        {
            if (!paired.TryGetValue(copy.Input[i], out var madeInIntegers) || !madeInIntegers) continue;
            copy.Input[i] = source.Nodes.Any(candidate => candidate.Node == node) ? Shielded(copy.Input[i] + RestoredSuffix) : copy.Input[i] + RestoredSuffix;
        }

        graph.Node.Add(copy);
        foreach (var output in copy.Output) AddPair(output);
    }

    /// <summary>
    /// ONNX Runtime quantises by itself what lies between a DequantizeLinear and a QuantizeLinear. A Clip without bounds changes
    /// nothing and keeps it from doing so to a layer that was left in float for its accuracy.
    /// </summary>
    private string Shielded(string tensor)
    {
        if (shielded.Add(tensor)) graph.Node.Add(Node("Clip", tensor + ".float", tensor));
        return tensor + ".float";
    }

    private void AddQuantized(QuantizableNode quantized)
    {
        var copy = quantized.Node.Clone();
        var activations = quantized.Activations.Count();
        for (var i = 0; i < activations; i++) copy.Input[i] += RestoredSuffix;
        if (copy.OpType == "Conv") QuantizeKernel(copy, scales[quantized.Node.Input[0]].Scale);
        copy.Output[0] = quantized.Result;
        graph.Node.Add(copy);
        AddPair(quantized.Result);
    }

    private void QuantizeKernel(NodeProto convolution, float inputScale)
    {
        var (weight, bias) = (convolution.Input[1], convolution.Input[2]);
        var kernel = OnnxTensors.ReadFloats(source.ConstantOf(weight));
        var whole = KernelQuantizer.Quantize(kernel, OnnxTensors.ReadFloats(source.ConstantOf(bias)), inputScale);
        var outputs = kernel.Shape[0];
        graph.Initializer.Add(OnnxTensors.Make(weight + QuantizedSuffix, DataType.Int8, whole.Values, [.. kernel.Shape.Select(side => (long)side)]));
        graph.Initializer.Add(OnnxTensors.Make(weight + ".scale", DataType.Float, whole.Scales, outputs));
        graph.Initializer.Add(OnnxTensors.Make(weight + ".zero", DataType.Int8, new sbyte[outputs], outputs));
        graph.Initializer.Add(OnnxTensors.Make(bias + QuantizedSuffix, DataType.Int32, whole.Bias, outputs));
        graph.Initializer.Add(OnnxTensors.Make(bias + ".scale", DataType.Float, Array.ConvertAll(whole.Scales, scale => scale * inputScale), outputs));
        graph.Initializer.Add(OnnxTensors.Make(bias + ".zero", DataType.Int32, new int[outputs], outputs));
        foreach (var name in new[] { weight, bias })
        {
            var restore = Node("DequantizeLinear", name + RestoredSuffix, name + QuantizedSuffix, name + ".scale", name + ".zero");
            restore.Attribute.Add(new AttributeProto { Name = "axis", I = 0, Type = AttributeProto.Types.AttributeType.Int });
            graph.Node.Add(restore);
        }

        (convolution.Input[1], convolution.Input[2]) = (weight + RestoredSuffix, bias + RestoredSuffix);
    }

    private void AddPair(string tensor)
    {
        if (!paired.ContainsKey(tensor)) return;
        var (scale, zeroPoint) = scales[tensor];
        graph.Initializer.Add(OnnxTensors.Make(tensor + ".scale", DataType.Float, [scale]));
        graph.Initializer.Add(OnnxTensors.Make(tensor + ".zero", DataType.Uint8, [zeroPoint]));
        graph.Node.Add(Node("QuantizeLinear", tensor + QuantizedSuffix, tensor, tensor + ".scale", tensor + ".zero"));
        graph.Node.Add(Node("DequantizeLinear", tensor + RestoredSuffix, tensor + QuantizedSuffix, tensor + ".scale", tensor + ".zero"));
    }

    private static NodeProto Node(string type, string output, params IEnumerable<string> inputs)
    {
        var node = new NodeProto { Name = output + "/" + type, OpType = type, Output = { output } };
        node.Input.AddRange(inputs);
        return node;
    }
}
