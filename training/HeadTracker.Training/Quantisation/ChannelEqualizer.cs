using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>
/// Makes the channels of every tensor more alike before they have to share one scale: loud ones are made weaker, and the layers that read them stronger
/// (cross-layer equalisation: Nagel et al. 2019), by the root of how much louder they are and how much less the readers weigh them (Xiao et al. 2023).
/// </summary>
/// <remarks>Factors are powers of two, so that the float network computes the same bit for bit.</remarks>
public static class ChannelEqualizer
{
    /// <param name="source">A float network; not changed.</param>
    /// <param name="faces">Tell how loud channels are: a channel's largest magnitude in a face, in the mean over faces.</param>
    /// <returns>A new model with the same results.</returns>
    public static ModelProto Equalize(QuantizableGraph source, CalibrationFaces faces)
    {
        var model = source.Model.Clone();
        var weights = new Dictionary<string, Weight>();
        Weight WeightOf(string name) => weights.TryGetValue(name, out var known) ? known : weights[name] = OnnxTensors.ReadFloats(source.ConstantOf(name));

        var groups = ChannelGroups.In(source.Model.Graph);
        if (groups.Count == 0) return model;
        var quantised = source.Tensors.ToHashSet();
        var channels = groups.SelectMany(group => group.Tensors.Where(quantised.Contains),
            (group, tensor) => (tensor, WeightOf(group.Makers[0].Input[1]).Shape[0])).ToDictionary();
        var loudness = Loudness(source.Model, channels, faces);
        foreach (var group in groups)
        {
            var loud = Most(group.Tensors.Where(quantised.Contains).Select(tensor => loudness[tensor]));
            // What stays in float, as the head does, reads weak channels as well as loud ones.
            var readers = group.Readers.Where(node => node.OpType == "Conv").Select(node => ColumnsOf(WeightOf(node.Input[1]))).ToList();
            var heard = readers.Count > 0 ? Most(readers) : null;
            for (var channel = 0; channel < loud.Length; channel++)
            {
                var excess = heard is null ? loud[channel] : MathF.Sqrt(loud[channel] / heard[channel]);
                if (!float.IsFinite(excess) || excess <= 0) continue;
                var power = (int)MathF.Round(MathF.Log2(excess));
                foreach (var maker in group.Makers) ScaleRow(WeightOf(maker.Input[1]), WeightOf(maker.Input[2]), channel, -power);
                foreach (var reader in group.Readers) ScaleColumn(WeightOf(reader.Input[1]), channel, power);
            }
        }

        var constants = model.Graph.Initializer;
        for (var i = 0; i < constants.Count; i++)
        {
            if (weights.TryGetValue(constants[i].Name, out var scaled)) constants[i] = OnnxTensors.Make(constants[i].Name, scaled);
        }

        return model;
    }

    /// <summary>Of each tensor's channels the largest magnitude in a face, in the mean over faces.</summary>
    private static Dictionary<string, float[]> Loudness(ModelProto model, Dictionary<string, int> channels, CalibrationFaces faces)
    {
        string[] tensors = [.. channels.Keys];
        var watched = model.Clone();
        watched.Graph.Output.AddRange(tensors.Select(OnnxTensors.OutputOf));
        var loudness = channels.ToDictionary(entry => entry.Key, entry => new float[entry.Value]);
        using var run = new NetworkRun(watched);
        run.Over(faces, tensors, (output, first, values) =>
        {
            var loud = loudness[tensors[output]];
            var plane = values.Length / (loud.Length * Math.Min(NetworkRun.BatchSize, faces.Count - first));
            for (var i = 0; i * plane < values.Length; i++)
            {
                var largest = 0f;
                foreach (var value in values.Slice(i * plane, plane)) largest = MathF.Max(largest, MathF.Abs(value));
                loud[i % loud.Length] += largest / faces.Count;
            }
        });
        return loudness;
    }

    /// <summary>How much of a kernel's rows lies in each column: the largest share of any row's largest weight.</summary>
    private static float[] ColumnsOf(Weight kernel)
    {
        var columns = new float[kernel.Shape[1]];
        var size = kernel.Stride / columns.Length;
        for (var row = 0; row < kernel.Shape[0]; row++)
        {
            var weights = kernel.Values.AsSpan(row * kernel.Stride, kernel.Stride);
            var largest = Largest(weights);
            if (largest == 0) continue;
            for (var column = 0; column < columns.Length; column++)
                columns[column] = MathF.Max(columns[column], Largest(weights.Slice(column * size, size)) / largest);
        }

        return columns;
    }

    /// <summary>Channel by channel the most of several lists, each relative to its own largest.</summary>
    private static float[] Most(IEnumerable<float[]> lists) =>
        lists.Select(list =>
        {
            var largest = list.Max();
            return Array.ConvertAll(list, value => value / largest);
        }).Aggregate((a, b) => [.. a.Zip(b, MathF.Max)]);

    private static float Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values) largest = MathF.Max(largest, MathF.Abs(value));
        return largest;
    }

    private static void ScaleRow(Weight kernel, Weight bias, int row, int power)
    {
        foreach (ref var weight in kernel.Values.AsSpan(row * kernel.Stride, kernel.Stride)) weight = MathF.ScaleB(weight, power);
        bias.Values[row] = MathF.ScaleB(bias.Values[row], power);
    }

    private static void ScaleColumn(Weight kernel, int column, int power)
    {
        var size = kernel.Stride / kernel.Shape[1];
        for (var row = 0; row < kernel.Shape[0]; row++)
        {
            foreach (ref var weight in kernel.Values.AsSpan(row * kernel.Stride + column * size, size)) weight = MathF.ScaleB(weight, power);
        }
    }
}
