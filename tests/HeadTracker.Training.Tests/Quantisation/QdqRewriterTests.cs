using Google.Protobuf;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Quantisation;
using HeadTracker.Training.Tests.Data;
using HeadTracker.Training.Tests.Export;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Training.Tests.Quantisation;

/// <summary>A small residual network: what ONNX Runtime computes from the rewritten graph against plain integer arithmetic.</summary>
public class QdqRewriterTests
{
    private const int Side = 9, Channels = 4;
    private readonly Weight _firstKernel, _firstBias, _secondKernel, _secondBias;
    private readonly ModelProto _model;

    public QdqRewriterTests()
    {
        var random = new Random(6);
        Weight Noise(params int[] shape) =>
            new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)random.NextDouble() - 0.5f)]);
        (_firstKernel, _firstBias) = (Noise(Channels, 3, 3, 3), Noise(Channels));
        (_secondKernel, _secondBias) = (Noise(Channels, Channels, 3, 3), Noise(Channels));
        var graph = new OnnxGraphBuilder("small", WeightPrecision.Single);
        var x = graph.Input("image", 3, Side, Side);
        x = graph.Relu(graph.Convolution(x, "first", _firstKernel, _firstBias, stride: 2, padding: 1), "first.relu");
        var pooled = graph.MaxPool(x, "pool", size: 3, stride: 1, padding: 1);
        var y = graph.Convolution(pooled, "second", _secondKernel, _secondBias, stride: 1, padding: 1);
        graph.Output(graph.Relu(graph.Add(y, pooled, "sum"), "out"), "result", Channels, 5, 5);
        _model = graph.Build([new("key", "value")]);
    }

    [Fact]
    public void The_rewritten_graph_computes_what_plain_integers_compute()
    {
        var scales = new Dictionary<string, ActivationScale>
        {
            ["image"] = ActivationScale.Covering(-1, 1),
            ["first.relu"] = ActivationScale.Covering(0, 2.5f),
            ["pool"] = ActivationScale.Covering(0, 1), // not used: a pooling keeps its input's scale
            ["second"] = ActivationScale.Covering(-3, 3),
            ["out"] = ActivationScale.Covering(0, 4),
        };
        var source = new QuantizableGraph(_model);
        var rewritten = QdqRewriter.Rewrite(source, source.Nodes, scales);
        var random = new Random(7);
        var image = Enumerable.Range(0, 3 * Side * Side).Select(_ => (float)random.NextDouble() * 2 - 1).ToArray();
        var found = OnnxRun.Of(rewritten, image, Side, "result");

        var input = new Plane(3, Side, [.. image.Select(scales["image"].Quantize)]);
        var first = Convolve(input, scales["image"], _firstKernel, _firstBias, stride: 2, scales["first.relu"]);
        var pooled = Pool(first);
        var second = Convolve(pooled, scales["first.relu"], _secondKernel, _secondBias, stride: 1, scales["second"]);
        var expected = second.Values.Zip(pooled.Values, (a, b) =>
            scales["out"].Dequantize(scales["out"].Quantize(scales["second"].Dequantize(a) + scales["first.relu"].Dequantize(b)))).ToArray();

        // A product that lies on the middle between two bytes may round either way, which the next layer sees again.
        var off = found.Zip(expected, (a, b) => MathF.Abs(a - b)).ToArray();
        Assert.InRange(off.Max(), 0, 1.01f * scales["out"].Scale);
        Assert.InRange(off.Count(value => value > 1e-4f), 0, expected.Length / 50);
        Assert.True(expected.Distinct().Count() > 20, "the network says the same everywhere");
    }

    [Fact]
    public void The_runtime_makes_integer_kernels_of_every_pair()
    {
        using var folder = new TemporaryFolder();
        var source = new QuantizableGraph(_model);
        var scales = source.Tensors.ToDictionary(name => name, name => ActivationScale.Covering(name is "image" or "second" ? -2 : 0, 2));
        var types = FusedTypes(QdqRewriter.Rewrite(source, source.Nodes, scales), folder);

        Assert.Equal(2, types.Count(type => type == "QLinearConv"));
        Assert.Single(types, "QLinearAdd");
        Assert.DoesNotContain("Conv", types);
        Assert.DoesNotContain("Add", types);
        Assert.DoesNotContain("Relu", types);
        // Only the way in and the way out are left.
        Assert.Single(types, "QuantizeLinear");
        Assert.Single(types, "DequantizeLinear");
    }

    [Fact]
    public void A_layer_that_is_not_chosen_computes_in_float()
    {
        using var folder = new TemporaryFolder();
        var source = new QuantizableGraph(_model);
        var scales = source.Tensors.ToDictionary(name => name, name => ActivationScale.Covering(name is "image" or "second" ? -2 : 0, 2));
        var rewritten = QdqRewriter.Rewrite(source, source.Nodes.Where(node => node.Name != "second"), scales);

        var types = FusedTypes(rewritten, folder);
        Assert.Single(types, "QLinearConv");
        Assert.Single(types, type => type is "Conv" or "FusedConv");
        Assert.Contains(rewritten.Graph.Initializer, tensor => tensor.Name == "second.weight");
        Assert.DoesNotContain(rewritten.Graph.Initializer, tensor => tensor.Name == "first.weight");
        Assert.Equal("value", rewritten.MetadataProps.Single(entry => entry.Key == "key").Value);
    }

    [Fact]
    public void What_is_quantised_already_is_refused()
    {
        var source = new QuantizableGraph(_model);
        var rewritten = QdqRewriter.Rewrite(source, source.Nodes, source.Tensors.ToDictionary(name => name, _ => ActivationScale.Covering(-1, 1)));

        Assert.Contains("quantised already", Assert.Throws<UserErrorException>(() => new QuantizableGraph(rewritten)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_precision_weights_are_refused()
    {
        var graph = new OnnxGraphBuilder("half", WeightPrecision.Half);
        graph.Output(graph.Convolution(graph.Input("image", 3, Side, Side), "first", _firstKernel, _firstBias, stride: 2, padding: 1), "result",
            Channels, 5, 5);

        var message = Assert.Throws<UserErrorException>(() => new QuantizableGraph(graph.Build([]))).Message;
        Assert.Contains("full-precision export", message, StringComparison.Ordinal);
    }

    /// <summary>Operations of what ONNX Runtime makes of a network before it runs it.</summary>
    internal static List<string> FusedTypes(ModelProto network, TemporaryFolder folder)
    {
        var path = folder.PathOf("fused.onnx");
        using var options = new SessionOptions { OptimizedModelFilePath = path, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED };
        using (new InferenceSession(network.ToByteArray(), options)) return [.. OnnxFile.Read(path).Graph.Node.Select(node => node.OpType)];
    }

    private static Plane Convolve(Plane input, ActivationScale inputScale, Weight kernel, Weight bias, int stride, ActivationScale outputScale)
    {
        var whole = KernelQuantizer.Quantize(kernel, bias, inputScale.Scale);
        var side = (input.Side - 1) / stride + 1;
        var output = new Plane(kernel.Shape[0], side, new byte[kernel.Shape[0] * side * side]);
        for (var o = 0; o < output.Count; o++)
        {
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                {
                    var sum = whole.Bias[o];
                    for (var k = 0; k < kernel.Stride; k++)
                    {
                        var (c, row, column) = (k / 9, y * stride + k / 3 % 3 - 1, x * stride + k % 3 - 1);
                        // Padding is the zero point, whose difference from itself is 0.
                        if (row >= 0 && row < input.Side && column >= 0 && column < input.Side)
                            sum += whole.Values[o * kernel.Stride + k] * (input[c, row, column] - inputScale.ZeroPoint);
                    }

                    output[o, y, x] = outputScale.Quantize(sum * (inputScale.Scale * whole.Scales[o]));
                }
            }
        }

        return output;
    }

    private static Plane Pool(Plane input)
    {
        var output = new Plane(input.Count, input.Side, new byte[input.Values.Length]);
        for (var i = 0; i < output.Values.Length; i++)
        {
            var (c, y, x) = (i / (input.Side * input.Side), i / input.Side % input.Side, i % input.Side);
            for (var row = Math.Max(0, y - 1); row <= Math.Min(input.Side - 1, y + 1); row++)
            {
                for (var column = Math.Max(0, x - 1); column <= Math.Min(input.Side - 1, x + 1); column++)
                    output.Values[i] = Math.Max(output.Values[i], input[c, row, column]);
            }
        }

        return output;
    }

    private sealed record Plane(int Count, int Side, byte[] Values)
    {
        public byte this[int channel, int row, int column]
        {
            get => Values[(channel * Side + row) * Side + column];
            set => Values[(channel * Side + row) * Side + column] = value;
        }
    }
}
