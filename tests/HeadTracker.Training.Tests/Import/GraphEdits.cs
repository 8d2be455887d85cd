using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Networks;
using TorchSharp;

namespace HeadTracker.Training.Tests.Import;

/// <summary>What this program's export has to become to look like another exporter's.</summary>
internal static class GraphEdits
{
    /// <summary>Weights become onnx::Conv_193, 194 and so on.</summary>
    public static void NumberWeights(GraphProto graph)
    {
        var numbers = graph.Initializer.Select((tensor, i) => KeyValuePair.Create(tensor.Name, $"onnx::Conv_{193 + i}")).ToDictionary();
        foreach (var tensor in graph.Initializer) tensor.Name = numbers[tensor.Name];
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++) node.Input[i] = numbers.GetValueOrDefault(node.Input[i], node.Input[i]);
        }
    }

    /// <summary>Numbers one by one, as CNTK stores them, instead of their bytes.</summary>
    public static void StoreOneByOne(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float))
        {
            tensor.FloatData.AddRange(OnnxTensors.ReadFloats(tensor).Values);
            tensor.ClearRawData();
        }
    }

    /// <summary>The graph's last block once more behind itself, with weights of its own.</summary>
    /// <param name="prefix">That of the block's nodes and weights, with the dot.</param>
    /// <param name="again">That of the new one.</param>
    public static void RepeatLastBlock(GraphProto graph, string prefix, string again)
    {
        var nodes = graph.Node.Where(node => node.Output[0].StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        var (before, map) = (nodes[0].Input[0], nodes[^1].Output[0]);
        string Renamed(string name) => name == before ? map : name.Replace(prefix, again, StringComparison.Ordinal);
        foreach (var tensor in graph.Initializer.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            var other = OnnxTensors.ReadFloats(tensor);
            graph.Initializer.Add(OnnxTensors.Make(
                Renamed(tensor.Name), TensorProto.Types.DataType.Float, [.. other.Values.Select(value => -value)],
                [.. other.Shape.Select(side => (long)side)]));
        }

        foreach (var reader in graph.Node.Except(nodes).Where(node => node.Input.Contains(map))) reader.Input[reader.Input.IndexOf(map)] = Renamed(map);
        var place = graph.Node.IndexOf(nodes[^1]) + 1;
        foreach (var node in nodes)
        {
            var copy = node.Clone();
            copy.Name = $"{copy.Name} again";
            for (var i = 0; i < copy.Input.Count; i++) copy.Input[i] = Renamed(copy.Input[i]);
            for (var i = 0; i < copy.Output.Count; i++) copy.Output[i] = Renamed(copy.Output[i]);
            graph.Node.Insert(place++, copy);
        }
    }

    /// <summary>Each projection moves behind its block's last convolution, right before the sum.</summary>
    public static void MoveProjectionsLast(GraphProto graph)
    {
        foreach (var projection in graph.Node.Where(node => node.Output[0].EndsWith("downsample.0", StringComparison.Ordinal)).ToArray())
        {
            graph.Node.Remove(projection);
            var sum = graph.Node.First(node => node.OpType == "Add" && node.Input.Contains(projection.Output[0]));
            graph.Node.Insert(graph.Node.IndexOf(sum), projection);
        }
    }

    /// <summary>Convolutions get their own kernels back, without bias, and batch norms behind them.</summary>
    public static void Unfold(GraphProto graph, ResNet backbone, float? epsilon)
    {
        var state = backbone.state_dict();
        foreach (var node in graph.Node.Where(node => node.OpType == "Conv").ToArray())
        {
            var convolution = node.Output[0];
            var norm = convolution.EndsWith("downsample.0", StringComparison.Ordinal)
                ? convolution[..^1] + "1" : convolution.Replace("conv", "bn", StringComparison.Ordinal);
            Replace(graph, $"{convolution}.weight", state[$"{convolution}.weight"]);
            graph.Initializer.Remove(graph.Initializer.First(tensor => tensor.Name == node.Input[2]));
            node.Input.RemoveAt(2);
            var normed = new NodeProto { OpType = "BatchNormalization", Name = norm, Input = { convolution }, Output = { convolution + ".normed" } };
            foreach (var part in new[] { "weight", "bias", "running_mean", "running_var" })
            {
                normed.Input.Add($"{norm}.{part}");
                Replace(graph, $"{norm}.{part}", state[$"{norm}.{part}"]);
            }

            if (epsilon is { } value) normed.Attribute.Add(new AttributeProto { Name = "epsilon", F = value, Type = AttributeProto.Types.AttributeType.Float });
            foreach (var reader in graph.Node.Where(other => other.Input.Contains(convolution)))
                reader.Input[reader.Input.IndexOf(convolution)] = normed.Output[0];
            graph.Node.Insert(graph.Node.IndexOf(node) + 1, normed);
        }
    }

    private static void Replace(GraphProto graph, string name, torch.Tensor value)
    {
        if (graph.Initializer.FirstOrDefault(tensor => tensor.Name == name) is { } old) graph.Initializer.Remove(old);
        using var values = value.contiguous();
        graph.Initializer.Add(OnnxTensors.Make(name, TensorProto.Types.DataType.Float, values.data<float>().ToArray(), value.shape));
    }
}
