using HeadTracker.Contract;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Export;

/// <summary>What an exported model holds beyond its contract.</summary>
/// <param name="Precision">How weights are stored.</param>
/// <param name="Expectation">Adds an output <c>angles</c> (N, 3): yaw, pitch, roll in degrees, the expectations of the three heads.</param>
public sealed record ExportOptions(WeightPrecision Precision = WeightPrecision.Single, bool Expectation = false);

/// <summary>
/// Writes a pose network as an ONNX graph from its definition and its trained tensors: the ResNet with every batch norm folded
/// into the convolution before it, the average over the feature map, and the finest RvC head as three outputs.
/// </summary>
/// <param name="shape">Of the backbone.</param>
/// <param name="state">Trained tensors under their names in checkpoints (<c>backbone.conv1.weight</c>, <c>heads.bins1.bias</c> …).</param>
public sealed class PoseNetworkGraph(ResNetShape shape, IReadOnlyDictionary<string, Weight> state)
{
    public const string AnglesOutput = "angles";

    /// <param name="contract">Becomes the model's metadata; its output kind decides whether softmax is in the graph.</param>
    /// <param name="headName">The head's layer, such as "bins1".</param>
    /// <param name="options">What else the model holds.</param>
    public ModelProto Build(PoseModelContract contract, string headName, ExportOptions options)
    {
        var graph = new OnnxGraphBuilder(contract.Run, options.Precision);
        var x = graph.Input(PoseModelContract.InputName, 3, contract.InputSize, contract.InputSize);
        x = Backbone(graph, x);
        x = graph.GlobalAverage(x, "features");

        var weight = WeightOf($"heads.{headName}.weight");
        var bias = WeightOf($"heads.{headName}.bias");
        var angles = new List<string>();
        var row = 0;
        for (var head = 0; head < contract.Heads.Count; head++)
        {
            var (name, bins) = (PoseModelContract.OutputNames[head], contract.Heads[head]);
            var logits = graph.Linear(x, $"{name}.logits", weight.Rows(row, bins.Count), bias.Rows(row, bins.Count));
            row += bins.Count;
            var wantsProbabilities = contract.Output == BinOutput.Probabilities;
            var probabilities = wantsProbabilities || options.Expectation ? graph.Softmax(logits, $"{name}.probabilities") : logits;
            graph.Output(wantsProbabilities ? probabilities : logits, name, bins.Count);
            if (options.Expectation) angles.Add(graph.MatMul(probabilities, $"{name}.degrees", CentersOf(bins)));
        }

        if (row != weight.Shape[0])
        {
            throw new ArgumentException($"The contract's heads have {row} bins, layer {headName} has {weight.Shape[0]}.", nameof(contract));
        }

        if (options.Expectation) graph.Output(graph.Concat("degrees", angles), AnglesOutput, contract.Heads.Count);
        return graph.Build([new(PoseModelContract.MetadataKey, contract.ToJson())]);
    }

    private string Backbone(OnnxGraphBuilder graph, string x)
    {
        x = graph.Relu(Convolution(graph, x, "conv1", "bn1", stride: 2, padding: 3), "conv1.relu");
        x = graph.MaxPool(x, "maxpool", size: 3, stride: 2, padding: 1);
        for (var stage = 0; stage < shape.Blocks.Count; stage++)
        {
            for (var block = 0; block < shape.Blocks[stage]; block++)
            {
                var stride = block == 0 && stage > 0 ? 2 : 1;
                x = Block(graph, x, $"layer{stage + 1}.{block}.", stride);
            }
        }

        return x;
    }

    private string Block(OnnxGraphBuilder graph, string x, string prefix, int stride)
    {
        var identity = state.ContainsKey($"backbone.{prefix}downsample.0.weight")
            ? Convolution(graph, x, prefix + "downsample.0", prefix + "downsample.1", stride, padding: 0)
            : x;
        string y;
        if (shape.Bottleneck)
        {
            y = graph.Relu(Convolution(graph, x, prefix + "conv1", prefix + "bn1", stride: 1, padding: 0), prefix + "relu1");
            y = graph.Relu(Convolution(graph, y, prefix + "conv2", prefix + "bn2", stride, padding: 1), prefix + "relu2");
            y = Convolution(graph, y, prefix + "conv3", prefix + "bn3", stride: 1, padding: 0);
        }
        else
        {
            y = graph.Relu(Convolution(graph, x, prefix + "conv1", prefix + "bn1", stride, padding: 1), prefix + "relu1");
            y = Convolution(graph, y, prefix + "conv2", prefix + "bn2", stride: 1, padding: 1);
        }

        return graph.Relu(graph.Add(y, identity, prefix + "sum"), prefix + "out");
    }

    private string Convolution(OnnxGraphBuilder graph, string x, string convolution, string norm, int stride, int padding)
    {
        var (kernel, bias) = BatchNormFolding.Fold(
            WeightOf($"backbone.{convolution}.weight"),
            WeightOf($"backbone.{norm}.weight"),
            WeightOf($"backbone.{norm}.bias"),
            WeightOf($"backbone.{norm}.running_mean"),
            WeightOf($"backbone.{norm}.running_var"));
        return graph.Convolution(x, convolution, kernel, bias, stride, padding);
    }

    private Weight WeightOf(string name) =>
        state.TryGetValue(name, out var weight) ? weight : throw new ArgumentException($"The checkpoint has no tensor {name}.");

    private static Weight CentersOf(BinSpecification bins) => new([bins.Count, 1], [.. Enumerable.Range(0, bins.Count).Select(bins.CenterOf)]);
}
