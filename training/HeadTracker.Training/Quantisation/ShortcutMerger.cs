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
            Convolution[] makers = [.. sum.Input.Select(input => PlainConvolution(graph, input)).OfType<Convolution>()];
            if (makers.Length != 2) continue;
            var shortcut = makers.FirstOrDefault(maker => maker.Kernel.Shape is [_, _, 1, 1] && Integers(maker.Node, "pads").All(pad => pad == 0));
            var last = makers.FirstOrDefault(maker => maker != shortcut && KeepsSize(maker));
            if (shortcut is not null && last is not null) Join(graph, sum, last, shortcut);
        }

        var read = graph.Node.SelectMany(node => node.Input).ToHashSet();
        foreach (var unread in graph.Initializer.Where(tensor => !read.Contains(tensor.Name)).ToList()) graph.Initializer.Remove(unread);
        return merged;
    }

    /// <summary>What makes a tensor, where that is an ungrouped convolution with constant weights whose result one node alone reads.</summary>
    private static Convolution? PlainConvolution(GraphProto graph, string tensor)
    {
        if (graph.Node.FirstOrDefault(node => node.Output.Contains(tensor)) is not { OpType: "Conv", Input.Count: 3 } node) return null;
        if (node.Attribute.Any(one => one.Name is not ("kernel_shape" or "strides" or "pads"))) return null;
        if (graph.Node.SelectMany(reader => reader.Input).Count(input => input == tensor) != 1) return null;
        if (graph.Output.Any(output => output.Name == tensor)) return null;
        return FloatsOf(graph, node.Input[1]) is { } kernel && FloatsOf(graph, node.Input[2]) is { } bias ? new Convolution(node, kernel, bias) : null;
    }

    private static bool KeepsSize(Convolution convolution) =>
        convolution.Kernel.Shape is [_, _, var height, var width] && height % 2 == 1 && width % 2 == 1
        && Integers(convolution.Node, "strides").All(stride => stride == 1)
        && Integers(convolution.Node, "pads").SequenceEqual([height / 2, width / 2, height / 2, width / 2]);

    private static Weight? FloatsOf(GraphProto graph, string name) =>
        graph.Initializer.FirstOrDefault(tensor => tensor.Name == name) is { } tensor ? OnnxTensors.FloatsIn(tensor) : null;

    private static IEnumerable<long> Integers(NodeProto node, string name) => node.Attribute.FirstOrDefault(one => one.Name == name)?.Ints ?? [];

    private static void Join(GraphProto graph, NodeProto sum, Convolution last, Convolution shortcut)
    {
        var name = sum.Output[0];
        graph.Initializer.Add(OnnxTensors.Make(name + ".weight", SideBySide(last.Kernel, shortcut.Kernel)));
        graph.Initializer.Add(OnnxTensors.Make(name + ".bias", last.Bias with { Values = [.. last.Bias.Values.Zip(shortcut.Bias.Values, (a, b) => a + b)] }));

        // The pixels that the shortcut looks at: a pooling of one pixel each.
        var picked = new NodeProto { Name = name + ".picked", OpType = "MaxPool", Input = { shortcut.Node.Input[0] }, Output = { name + ".picked" } };
        picked.Attribute.Add(OnnxGraphBuilder.Integers("kernel_shape", 1, 1));
        picked.Attribute.AddRange(shortcut.Node.Attribute.Where(one => one.Name == "strides"));
        var both = new NodeProto { Name = name + ".both", OpType = "Concat", Input = { last.Node.Input[0], picked.Output[0] }, Output = { name + ".both" } };
        both.Attribute.Add(OnnxGraphBuilder.Integer("axis", 1));
        var convolution = last.Node.Clone();
        (convolution.Name, convolution.Input[0], convolution.Input[1], convolution.Input[2], convolution.Output[0]) =
            (name, both.Output[0], name + ".weight", name + ".bias", name);

        var place = graph.Node.IndexOf(sum);
        graph.Node[place] = convolution;
        graph.Node.Insert(place, both);
        graph.Node.Insert(place, picked);
        graph.Node.Remove(last.Node);
        graph.Node.Remove(shortcut.Node);
    }

    /// <summary>A kernel over the inputs of both, the 1×1 kernel in the middle of its part.</summary>
    private static Weight SideBySide(Weight last, Weight shortcut)
    {
        var (rows, inner, outer, size) = (last.Shape[0], last.Shape[1], shortcut.Shape[1], last.Shape[2] * last.Shape[3]);
        var joined = new Weight([rows, inner + outer, last.Shape[2], last.Shape[3]], new float[rows * (inner + outer) * size]);
        for (var row = 0; row < rows; row++)
        {
            var to = joined.Values.AsSpan(row * joined.Stride, joined.Stride);
            last.Values.AsSpan(row * last.Stride, last.Stride).CopyTo(to);
            for (var channel = 0; channel < outer; channel++) to[(inner + channel) * size + size / 2] = shortcut.Values[row * outer + channel];
        }

        return joined;
    }

    private sealed record Convolution(NodeProto Node, Weight Kernel, Weight Bias);
}
