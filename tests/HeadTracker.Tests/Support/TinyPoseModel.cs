using System.Runtime.InteropServices;
using HeadTracker.Contract;

namespace HeadTracker.Tests.Support;

/// <summary>
/// A pose network small enough to compute by hand: the mean of each input plane, then one linear layer per angle. Written as an
/// ONNX file, field numbers as in <c>onnx.proto</c>.
/// </summary>
internal sealed class TinyPoseModel
{
    private const int FloatType = 1;

    public TinyPoseModel(PoseModelContract contract, int seed = 1)
    {
        Contract = contract;
        var random = new Random(seed);
        Weights = [.. contract.Heads.Select(h => Enumerable.Range(0, 3 * h.Count).Select(_ => random.NextSingle() * 2 - 1).ToArray())];
        Biases = [.. contract.Heads.Select(h => Enumerable.Range(0, h.Count).Select(_ => random.NextSingle() - 0.5f).ToArray())];
    }

    public PoseModelContract Contract { get; }

    /// <summary>Per head (3, bins).</summary>
    public float[][] Weights { get; }

    /// <summary>Per head (bins).</summary>
    public float[][] Biases { get; }

    public string InputName { get; init; } = PoseModelContract.InputName;

    public string[] OutputNames { get; init; } = [.. PoseModelContract.OutputNames];

    /// <summary>Faces of one run; 0 leaves it open.</summary>
    public int Batch { get; init; }

    /// <summary>Null leaves the contract out.</summary>
    public string? Metadata { get; init; } = "";

    /// <summary>The logits for one face's input (3, S, S).</summary>
    public double[] Logits(int head, ReadOnlySpan<float> input)
    {
        var plane = input.Length / 3;
        var bins = Contract.Heads[head].Count;
        var logits = new double[bins];
        for (var bin = 0; bin < bins; bin++)
        {
            logits[bin] = Biases[head][bin];
            for (var c = 0; c < 3; c++)
            {
                double mean = 0;
                foreach (var value in input.Slice(c * plane, plane)) mean += value;
                logits[bin] += mean / plane * Weights[head][c * bins + bin];
            }
        }

        return logits;
    }

    public byte[] ToOnnx()
    {
        var model = new ProtoWriter().Number(1, 8).Text(2, "HeadTracker.Tests").Message(7, Graph).Message(8, opset => opset.Text(1, "").Number(2, 13));
        if (Metadata is not null)
        {
            model.Message(14, entry => entry.Text(1, PoseModelContract.MetadataKey).Text(2, Metadata.Length > 0 ? Metadata : Contract.ToJson()));
        }

        return model.ToArray();
    }

    public string WriteTo(string folder, string name = "tiny.onnx")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, ToOnnx());
        return path;
    }

    private void Graph(ProtoWriter graph)
    {
        graph.Message(1, Node("GlobalAveragePool", [InputName], "pooled")).Message(1, Node("Flatten", ["pooled"], "flat"));
        for (var i = 0; i < OutputNames.Length; i++) graph.Message(1, Node("Gemm", ["flat", $"w{i}", $"b{i}"], OutputNames[i]));
        graph.Text(2, "tiny");
        for (var i = 0; i < OutputNames.Length; i++)
        {
            var bins = Contract.Heads[i].Count;
            graph.Message(5, Tensor($"w{i}", Weights[i], 3, bins)).Message(5, Tensor($"b{i}", Biases[i], bins));
        }

        graph.Message(11, Value(InputName, Batch, 3, Contract.InputSize, Contract.InputSize));
        for (var i = 0; i < OutputNames.Length; i++) graph.Message(12, Value(OutputNames[i], Batch, Contract.Heads[i].Count));
    }

    private static Action<ProtoWriter> Node(string type, string[] inputs, string output) => node =>
    {
        foreach (var input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, type);
    };

    private static Action<ProtoWriter> Tensor(string name, float[] values, params int[] shape) => tensor =>
    {
        foreach (var side in shape) tensor.Number(1, side);
        tensor.Number(2, FloatType).Text(8, name).Bytes(9, MemoryMarshal.AsBytes(values.AsSpan()));
    };

    private static Action<ProtoWriter> Value(string name, params int[] shape) => value => value.Text(1, name).Message(2, type => type.Message(1, tensor =>
        tensor.Number(1, FloatType).Message(2, dimensions =>
        {
            foreach (var side in shape) dimensions.Message(1, dimension => _ = side > 0 ? dimension.Number(1, side) : dimension.Text(2, "N"));
        })));
}
