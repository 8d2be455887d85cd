using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>
/// Makes one convolution of a residual block's last one and the 1×1 convolution of its shortcut, over the channels of both. The two results can be many
/// times larger than their sum; in whole numbers each would be rounded by its own size before they cancel.
/// </summary>
/// <remarks>The shortcut's weights stand in the middle of kernels that are else 0, which a half-width ResNet-18 pays for with 8 % more products.</remarks>
public static class ShortcutMerger
{
    /// <param name="model">A float network; not changed.</param>
    /// <returns>A new one that computes the same sums in another order.</returns>
    public static ModelProto Merge(ModelProto model)
    {
        var merged = model.Clone();
        var graph = merged.Graph;
        foreach (var sum in graph.Node.Where(node => node.OpType == "Add").ToList())
        {
            NodeProto[] makers = [.. sum.Input.Select(input => graph.Node.FirstOrDefault(node => node.Output.Contains(input))).OfType<NodeProto>()];
            if (makers.Length != 2 || !makers.All(maker => IsPlainConvolution(graph, maker))) continue;
            var shortcut = makers.FirstOrDefault(maker => Sides(graph, maker) is (1, 1) && Integers(maker, "pads").All(pad => pad == 0));
            var last = makers.FirstOrDefault(maker => maker != shortcut && KeepsSize(graph, maker));
            if (shortcut is not null && last is not null) Join(graph, sum, last, shortcut);
        }

        return merged;
    }

    /// <summary>Ungrouped, with constant weights, and read by one node alone.</summary>
    private static bool IsPlainConvolution(GraphProto graph, NodeProto node) =>
        node.OpType == "Conv" && node.Input.Count == 3 && node.Input.Skip(1).All(name => FloatsOf(graph, name) is not null)
        && node.Attribute.All(one => one.Name is "kernel_shape" or "strides" or "pads")
        && graph.Node.SelectMany(reader => reader.Input).Count(input => input == node.Output[0]) == 1
        && graph.Output.All(output => output.Name != node.Output[0]);

    private static bool KeepsSize(GraphProto graph, NodeProto node) =>
        Sides(graph, node) is var (height, width) && height % 2 == 1 && width % 2 == 1 && Integers(node, "strides").All(stride => stride == 1)
        && Integers(node, "pads").SequenceEqual([height / 2, width / 2, height / 2, width / 2]);

    private static (int Height, int Width) Sides(GraphProto graph, NodeProto node) =>
        FloatsOf(graph, node.Input[1]) is { Shape: [_, _, var height, var width] } ? (height, width) : default;

    private static Weight? FloatsOf(GraphProto graph, string name) =>
        graph.Initializer.FirstOrDefault(tensor => tensor.Name == name) is { } tensor ? OnnxTensors.FloatsIn(tensor) : null;

    private static IEnumerable<long> Integers(NodeProto node, string name) => node.Attribute.FirstOrDefault(one => one.Name == name)?.Ints ?? [];

    private static void Join(GraphProto graph, NodeProto sum, NodeProto last, NodeProto shortcut)
    {
        var name = sum.Output[0];
        var (kernel, bias) = Joined(
            (FloatsOf(graph, last.Input[1])!, FloatsOf(graph, last.Input[2])!), (FloatsOf(graph, shortcut.Input[1])!, FloatsOf(graph, shortcut.Input[2])!));
        long[] shape = [.. kernel.Shape.Select(side => (long)side)];
        graph.Initializer.Add(OnnxTensors.Make(name + ".weight", TensorProto.Types.DataType.Float, kernel.Values, shape));
        graph.Initializer.Add(OnnxTensors.Make(name + ".bias", TensorProto.Types.DataType.Float, bias.Values, bias.Values.Length));

        // The pixels that the shortcut looks at: a pooling of one pixel each.
        var picked = new NodeProto { Name = name + ".picked", OpType = "MaxPool", Input = { shortcut.Input[0] }, Output = { name + ".picked" } };
        picked.Attribute.AddRange([Attribute("kernel_shape", [1, 1]), Attribute("strides", [.. Integers(shortcut, "strides")])]);
        var both = new NodeProto { Name = name + ".both", OpType = "Concat", Input = { last.Input[0], picked.Output[0] }, Output = { name + ".both" } };
        both.Attribute.Add(new AttributeProto { Name = "axis", I = 1, Type = AttributeProto.Types.AttributeType.Int });
        var convolution = last.Clone();
        (convolution.Name, convolution.Input[0], convolution.Input[1], convolution.Input[2], convolution.Output[0]) =
            (name, both.Output[0], name + ".weight", name + ".bias", name);

        var place = graph.Node.IndexOf(sum);
        graph.Node[place] = convolution;
        graph.Node.Insert(place, both);
        graph.Node.Insert(place, picked);
        foreach (var gone in new[] { last, shortcut })
        {
            graph.Node.Remove(gone);
            foreach (var tensor in graph.Initializer.Where(tensor => gone.Input.Skip(1).Contains(tensor.Name)).ToList()) graph.Initializer.Remove(tensor);
        }
    }

    private static (Weight Kernel, Weight Bias) Joined((Weight Kernel, Weight Bias) last, (Weight Kernel, Weight Bias) shortcut)
    {
        var (rows, inner, outer, size) = (last.Kernel.Shape[0], last.Kernel.Shape[1], shortcut.Kernel.Shape[1], last.Kernel.Shape[2] * last.Kernel.Shape[3]);
        var joined = new Weight([rows, inner + outer, last.Kernel.Shape[2], last.Kernel.Shape[3]], new float[rows * (inner + outer) * size]);
        for (var row = 0; row < rows; row++)
        {
            var to = joined.Values.AsSpan(row * joined.Stride, joined.Stride);
            last.Kernel.Values.AsSpan(row * last.Kernel.Stride, last.Kernel.Stride).CopyTo(to);
            for (var channel = 0; channel < outer; channel++) to[(inner + channel) * size + size / 2] = shortcut.Kernel.Values[row * outer + channel];
        }

        return (joined, new Weight(last.Bias.Shape, [.. last.Bias.Values.Zip(shortcut.Bias.Values, (a, b) => a + b)]));
    }

    private static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }
}
