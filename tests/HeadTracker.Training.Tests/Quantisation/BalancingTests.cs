using HeadTracker.Geometry;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Quantisation;
using HeadTracker.Training.Tests.Data;
using HeadTracker.Training.Tests.Export;

namespace HeadTracker.Training.Tests.Quantisation;

/// <summary>What is done to float networks before they are quantised: they compute the same, and lose less.</summary>
public class BalancingTests
{
    private const int Side = 9, Channels = 4;

    [Fact]
    public void Equalised_channels_leave_every_bit_of_the_results_as_it_was()
    {
        var source = new QuantizableGraph(Residual());
        var equalised = ChannelEqualizer.Equalize(source, Faces(1));

        Assert.Equal(source.Model.Graph.Node, equalised.Graph.Node);
        Assert.NotEqual(Floats(source.Model, "first.bias"), Floats(equalised, "first.bias"));
        for (var i = 0; i < 3; i++) Assert.Equal(OnnxRun.Of(source.Model, Image(i), Side, "result"), OnnxRun.Of(equalised, Image(i), Side, "result"));
    }

    /// <summary>
    /// The first layer's second channel is 16 times weaker than its first, and the second layer reads both alike: by the root of 16, a factor of 4 goes
    /// from the second layer's column to the first layer's row. The second layer's result is the graph's and stays.
    /// </summary>
    [Fact]
    public void A_weak_channel_is_raised_by_the_root_of_what_it_lacks()
    {
        var graph = new OnnxGraphBuilder("two", WeightPrecision.Single);
        var x = graph.Input("image", 3, Side, Side);
        x = graph.Convolution(x, "first", new Weight([2, 3, 1, 1], [16, 0, 0, 1, 0, 0]), new Weight([2], [8, 0.5f]), 1, 0);
        x = graph.Convolution(graph.Relu(x, "first.relu"), "second", new Weight([1, 2, 1, 1], [3, 3]), new Weight([1], [7]), 1, 0);
        graph.Output(x, "result", 1, Side, Side);
        var equalised = ChannelEqualizer.Equalize(new QuantizableGraph(graph.Build([])), Faces(2));

        Assert.Equal([16, 0, 0, 4, 0, 0], Floats(equalised, "first.weight"));
        Assert.Equal([8, 2], Floats(equalised, "first.bias"));
        Assert.Equal([3, 0.75f], Floats(equalised, "second.weight"));
        Assert.Equal([7], Floats(equalised, "second.bias"));
    }

    /// <summary>Whoever else reads a tensor, such as a softmax, would see another one.</summary>
    [Fact]
    public void Channels_that_another_operation_reads_stay()
    {
        var graph = new OnnxGraphBuilder("two", WeightPrecision.Single);
        var x = graph.Input("image", 3, Side, Side);
        x = graph.Convolution(x, "first", new Weight([2, 3, 1, 1], [16, 0, 0, 1, 0, 0]), new Weight([2], [8, 0.5f]), 1, 0);
        x = graph.Softmax(x, "first.softmax");
        graph.Output(graph.Convolution(x, "second", new Weight([1, 2, 1, 1], [3, 3]), new Weight([1], [7]), 1, 0), "result", 1, Side, Side);
        var source = new QuantizableGraph(graph.Build([]));

        Assert.Equal(source.Model.Graph, ChannelEqualizer.Equalize(source, Faces(2)).Graph);
    }

    [Fact]
    public void A_merged_shortcut_gives_the_same_sum_in_one_convolution()
    {
        var model = Residual();
        var merged = ShortcutMerger.Merge(model);

        Assert.DoesNotContain(merged.Graph.Node, node => node.OpType == "Add");
        Assert.Equal(3, merged.Graph.Node.Count(node => node.OpType == "Conv"));
        Assert.Equal(merged.Graph.Initializer.Count, merged.Graph.Initializer.Count(tensor => merged.Graph.Node.Any(node => node.Input.Contains(tensor.Name))));
        var (expected, found) = (OnnxRun.Of(model, Image(3), Side, "result"), OnnxRun.Of(merged, Image(3), Side, "result"));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        Assert.True(expected.Distinct().Count() > 20, "the network says the same everywhere");
        // The shortcut's weights stand in the middle of the kernels' second half.
        var (kernel, shortcut) = (Floats(merged, "sum.weight"), Floats(model, "shortcut.weight"));
        for (var row = 0; row < Channels; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                var at = kernel.AsSpan((row * (Channels + 3) + Channels + column) * 9, 9).ToArray();
                Assert.Equal([0, 0, 0, 0, shortcut[row * 3 + column], 0, 0, 0, 0], at);
            }
        }
    }

    [Fact]
    public void A_sum_whose_parts_others_read_too_stays()
    {
        var graph = new OnnxGraphBuilder("shared", WeightPrecision.Single);
        var x = graph.Input("image", 3, Side, Side);
        var a = graph.Convolution(x, "a", Noise(1, 1, 3, 3, 3), Noise(2, 1), 1, 1);
        var b = graph.Convolution(x, "b", Noise(3, 1, 3, 1, 1), Noise(4, 1), 1, 0);
        graph.Output(graph.Add(graph.Add(a, b, "sum"), b, "again"), "result", 1, Side, Side);
        var model = graph.Build([]);

        Assert.Equal(model, ShortcutMerger.Merge(model));
    }

    [Fact]
    public void Branches_that_cancel_lose_far_less_in_whole_numbers_once_they_are_merged()
    {
        var (plain, merged) = (Loss(Residual()), Loss(ShortcutMerger.Merge(Residual())));

        Assert.True(merged < plain / 2, $"{merged} of {plain}");
    }

    [Fact]
    public void What_is_put_side_by_side_has_one_scale_that_covers_all_of_it()
    {
        var source = new QuantizableGraph(ShortcutMerger.Merge(Residual()));
        var scales = source.Tensors.ToDictionary(name => name, name => ActivationScale.Covering(0, name switch { "first.relu" => 5, _ => 1 }));
        var quantised = QdqRewriter.Rewrite(source, source.Nodes, scales);

        foreach (var tensor in new[] { "stem.relu", "first.relu", "sum.picked", "sum.both" })
            Assert.Equal([5 / 255f], Floats(quantised, tensor + ".scale"));
        Assert.Equal([1 / 255f], Floats(quantised, "out.scale"));
    }

    [Fact]
    public void The_runtime_computes_a_merged_block_in_whole_numbers_from_end_to_end()
    {
        using var folder = new TemporaryFolder();
        var source = new QuantizableGraph(ShortcutMerger.Merge(Residual()));
        var scales = ActivationCalibrator.Scales(source, Faces(4), RangeRule.MinMax, ActivationCalibrator.Record(source, Faces(4)));
        var types = QdqRewriterTests.FusedTypes(QdqRewriter.Rewrite(source, source.Nodes, scales), folder);

        Assert.Equal(3, types.Count(type => type == "QLinearConv"));
        Assert.DoesNotContain("Conv", types);
        Assert.Single(types, "QuantizeLinear");
        Assert.Single(types, "DequantizeLinear");
    }

    /// <summary>Mean difference of a network in whole numbers from itself in float.</summary>
    private static float Loss(ModelProto model)
    {
        var source = new QuantizableGraph(model);
        var faces = Faces(4);
        var scales = ActivationCalibrator.Scales(source, faces, RangeRule.MinMax, ActivationCalibrator.Record(source, faces));
        var quantised = QdqRewriter.Rewrite(source, source.Nodes, scales);
        return Enumerable.Range(10, 4).Average(seed => OnnxRun.Of(quantised, Image(seed), Side, "result")
            .Zip(OnnxRun.Of(model, Image(seed), Side, "result"), (a, b) => MathF.Abs(a - b)).Average());
    }

    /// <summary>
    /// A residual block of stride 2 that reads large values: its shortcut hands them on, its first layer does in three channels, and its last takes them
    /// away again, so that the sum is what its fourth channel says, ten times weaker than the others.
    /// </summary>
    private static ModelProto Residual()
    {
        var (first, last, shortcut) = (Noise(1, Channels, 3, 3, 3), Noise(2, Channels, Channels, 3, 3), Noise(3, Channels, 3, 1, 1));
        for (var row = 0; row < Channels; row++)
        {
            for (var i = 0; i < 3 * 9; i++)
            {
                if (row == 3) first.Values[row * first.Stride + i] /= 100;
                else first.Values[row * first.Stride + i] = i == row * 9 + 4 ? 1 : 0;
                last.Values[row * last.Stride + i] = i % 9 == 4 ? -shortcut.Values[row * 3 + i / 9] : 0;
            }
        }

        var graph = new OnnxGraphBuilder("block", WeightPrecision.Single);
        var x = graph.Convolution(graph.Input("image", 3, Side, Side), "stem", new Weight([3, 3, 1, 1], [40, 0, 0, 0, 40, 0, 0, 0, 40]),
            new Weight([3], [60, 60, 60]), stride: 1, padding: 0);
        x = graph.Relu(x, "stem.relu");
        var y = graph.Relu(graph.Convolution(x, "first", first, new Weight([Channels], [0, 0, 0, 5]), stride: 2, padding: 1), "first.relu");
        y = graph.Convolution(y, "last", last, Noise(5, Channels), stride: 1, padding: 1);
        var sum = graph.Add(y, graph.Convolution(x, "shortcut", shortcut, Noise(6, Channels), stride: 2, padding: 0), "sum");
        graph.Output(graph.Relu(sum, "out"), "result", Channels, 5, 5);
        return graph.Build([new("key", "value")]);
    }

    private static float[] Floats(ModelProto model, string name) =>
        OnnxTensors.ReadFloats(model.Graph.Initializer.Single(tensor => tensor.Name == name)).Values;

    private static Weight Noise(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)random.NextDouble() - 0.5f)]);
    }

    private static float[] Image(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 3 * Side * Side).Select(_ => (float)random.NextDouble() * 2 - 1)];
    }

    private static CalibrationFaces Faces(int seed) =>
        new([.. Enumerable.Range(0, 20).SelectMany(i => Image(1000 * seed + i))], [.. Enumerable.Repeat(new EulerAngles(0, 0, 0), 20)], Side);
}
