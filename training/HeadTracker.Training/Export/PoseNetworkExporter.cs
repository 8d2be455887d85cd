using HeadTracker.Contract;
using HeadTracker.Inference;
using HeadTracker.Training.Networks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Export;

/// <summary>Turns a trained network into an ONNX file that the program loads.</summary>
public static class PoseNetworkExporter
{
    /// <summary>Writes the finest RvC head and its backbone. An older file stays whole until the new one is.</summary>
    /// <param name="network">Any device and memory layout; not changed.</param>
    /// <param name="contract">Its bins must be the finest head's.</param>
    /// <param name="options">What the file holds.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void Write(PoseNetwork network, PoseModelContract contract, ExportOptions options, string path)
    {
        var bins = network.Heads.Bins[0];
        if (contract.Heads.Any(head => head != bins)) throw new ArgumentException($"The contract's bins are not the network's: {bins}.", nameof(contract));
        OnnxFile.Write(new PoseNetworkGraph(network.Definition.Shape, StateOf(network)).Build(contract, PoseHeads.NameOf(bins), options), path);
    }

    /// <summary>
    /// Largest difference between an exported file and the network it came from, on the same input: of outputs, over all heads, bins and images, as a
    /// share of the largest output where that is above 1, since floats round in proportion.
    /// </summary>
    /// <param name="network">In evaluation mode, on the CPU.</param>
    /// <param name="path">A file that <see cref="Write"/> made.</param>
    /// <param name="images">Normalised images, count · 3 · size · size values.</param>
    public static float LargestDifference(PoseNetwork network, string path, float[] images)
    {
        using var session = OnnxSession.Open(path, ExecutionProvider.Cpu);
        var contract = PoseModelContract.Parse(session.Metadata[PoseModelContract.MetadataKey], path);
        var size = contract.InputSize;
        var count = images.Length / (3 * size * size);
        var outputs = session.Outputs.Select(output => new float[count * output.Shape[1]]).ToList();
        using (var binding = session.Bind(
            [new BoundTensor(PoseModelContract.InputName, images, count, 3, size, size)],
            session.Outputs.Select((output, i) => new BoundTensor(output.Name, outputs[i], count, output.Shape[1]))))
        {
            binding.Run();
        }

        using var scope = TorchSharp.torch.NewDisposeScope();
        using var none = no_grad();
        var logits = network.call(tensor(images, [count, 3, size, size])).Finest;
        var expected = (contract.Output == BinOutput.Logits ? logits : logits.softmax(-1)).contiguous().data<float>().ToArray();
        var largest = 0f;
        for (var head = 0; head < PoseModelContract.OutputNames.Count; head++)
        {
            var bins = contract.Heads[head].Count;
            var values = outputs[session.Outputs.ToList().FindIndex(output => output.Name == PoseModelContract.OutputNames[head])];
            for (var i = 0; i < values.Length; i++)
            {
                var (image, bin) = Math.DivRem(i, bins);
                largest = MathF.Max(largest, MathF.Abs(values[i] - expected[(image * PoseModelContract.OutputNames.Count + head) * bins + bin]));
            }
        }

        return largest / MathF.Max(1, expected.Max(MathF.Abs));
    }

    private static Dictionary<string, Weight> StateOf(PoseNetwork network)
    {
        using var none = no_grad();
        var state = new Dictionary<string, Weight>(StringComparer.Ordinal);
        foreach (var (name, tensor) in network.state_dict())
        {
            // Batch norms also count their batches, as an integer that no graph needs.
            if (!tensor.is_floating_point()) continue;
            using var scope = NewDisposeScope();
            var values = tensor.to(ScalarType.Float32, CPU).contiguous();
            state[name] = new Weight([.. values.shape.Select(side => (int)side)], values.data<float>().ToArray());
        }

        return state;
    }
}
