using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>Tensors of one number of channels, each of which can be multiplied in all of them alike without changing what the network computes.</summary>
/// <param name="Tensors">In the order of computation.</param>
/// <param name="Makers">Convolutions whose kernels' rows and biases carry the factor.</param>
/// <param name="Readers">Convolutions and linear layers whose columns take it back.</param>
internal sealed record ChannelGroup(List<string> Tensors, List<NodeProto> Makers, List<NodeProto> Readers);

/// <summary>Finds the groups: ReLUs, sums, max and mean poolings hand a factor above 0 on as it is.</summary>
internal sealed class ChannelGroups
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, ChannelGroup> _of = [];
    private readonly HashSet<ChannelGroup> _fixed = [];
    private readonly ILookup<string, NodeProto> _readers;
    private readonly HashSet<string> _constants;

    private ChannelGroups(GraphProto graph)
    {
        _graph = graph;
        _constants = [.. graph.Initializer.Where(tensor => OnnxTensors.FloatsIn(tensor) is not null).Select(tensor => tensor.Name)];
        _readers = graph.Node.SelectMany(node => node.Input, (node, input) => (node, input)).ToLookup(pair => pair.input, pair => pair.node);
        foreach (var input in graph.Input) Fix(New(input.Name));
        foreach (var node in graph.Node) Take(node);
        foreach (var output in graph.Output.Where(output => _of.ContainsKey(output.Name))) Fix(_of[output.Name]);
    }

    /// <summary>Those of a graph that nothing keeps as they are: neither its inputs and outputs nor an operation of another kind.</summary>
    public static IReadOnlyList<ChannelGroup> In(GraphProto graph)
    {
        // What a part of a graph within a node reads cannot be told from here.
        if (graph.Node.Any(node => node.OpType is "If" or "Loop" or "Scan")) return [];
        var groups = new ChannelGroups(graph);
        return [.. groups._of.Values.Distinct().Where(group => !groups._fixed.Contains(group) && group.Makers.Count > 0)];
    }

    private void Take(NodeProto node)
    {
        var inputs = node.Input.Where(_of.ContainsKey).Select(input => _of[input]).Distinct().ToList();
        switch (inputs.Count == 0 ? "" : node.OpType)
        {
            case "Conv" when node.Input.Count == 3 && node.Input.Skip(1).All(IsOwn) && node.Attribute.All(one => one.Name != "group" || one.I == 1):
                inputs[0].Readers.Add(node);
                New(node.Output[0]).Makers.Add(node);
                break;
            case "Gemm" when IsOwn(node.Input[1]) && node.Attribute.Any(one => one is { Name: "transB", I: 1 }):
                inputs[0].Readers.Add(node);
                Fix(New(node.Output[0]));
                break;
            case "Relu" or "MaxPool" or "GlobalAveragePool" when node.Output.Count == 1:
            case "Flatten" when _graph.Node.Any(maker => maker.OpType == "GlobalAveragePool" && maker.Output[0] == node.Input[0]):
            case "Add" when node.Input.All(_of.ContainsKey):
                Join(inputs).Tensors.Add(node.Output[0]);
                _of[node.Output[0]] = _of[node.Input[0]];
                break;
            default:
                foreach (var group in inputs) Fix(group);
                foreach (var output in node.Output) Fix(New(output));
                break;
        }
    }

    /// <summary>A constant that no other node reads.</summary>
    private bool IsOwn(string name) => _constants.Contains(name) && _readers[name].Count() == 1;

    private ChannelGroup New(string tensor) => _of[tensor] = new ChannelGroup([tensor], [], []);

    private void Fix(ChannelGroup group) => _fixed.Add(group);

    private ChannelGroup Join(List<ChannelGroup> groups)
    {
        var joined = groups[0];
        foreach (var other in groups.Skip(1))
        {
            joined.Tensors.AddRange(other.Tensors);
            joined.Makers.AddRange(other.Makers);
            joined.Readers.AddRange(other.Readers);
            if (_fixed.Contains(other)) Fix(joined);
            foreach (var tensor in other.Tensors) _of[tensor] = joined;
        }

        return joined;
    }
}
