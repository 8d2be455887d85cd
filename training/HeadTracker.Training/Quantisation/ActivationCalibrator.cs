using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>Watches a float network at work and counts the values of every tensor that quantisation has to know.</summary>
public static class ActivationCalibrator
{
    /// <summary>How often ranges are found anew.</summary>
    private const int Repetitions = 2;

    private const string UnboundedSuffix = ".unbounded", LowSuffix = ".low", HighSuffix = ".high";

    /// <summary>
    /// Scales by a rule, found again while every tensor saturates at the ends of the range found before, as it will in whole numbers: where outliers are
    /// cut off, what is computed from them needs no room for them either.
    /// </summary>
    /// <param name="source">The float network; not changed.</param>
    /// <param name="faces">What it looks at.</param>
    /// <param name="rule">Gives each tensor's range.</param>
    /// <param name="histograms">What <see cref="Record"/> counts without bounds.</param>
    public static IReadOnlyDictionary<string, ActivationScale> Scales(
        QuantizableGraph source, CalibrationFaces faces, RangeRule rule, IReadOnlyDictionary<string, ActivationHistogram> histograms)
    {
        var scales = ScalesBy(rule, histograms);
        for (var i = 0; i < Repetitions; i++) scales = ScalesBy(rule, Record(source, faces, scales));
        return scales;
    }

    /// <param name="source">The float network; not changed.</param>
    /// <param name="faces">What it looks at.</param>
    /// <param name="bounds">Ranges at whose ends tensors saturate before others are computed from them; they themselves are counted without.</param>
    public static IReadOnlyDictionary<string, ActivationHistogram> Record(
        QuantizableGraph source, CalibrationFaces faces, IReadOnlyDictionary<string, ActivationScale>? bounds = null)
    {
        var tensors = source.Tensors;
        var watched = source.Model.Clone();
        string[] computed = [.. tensors.Where(name => watched.Graph.Input.All(input => input.Name != name))];
        var counted = bounds is null ? computed : Array.ConvertAll(computed, name => Bound(watched.Graph, name, bounds[name]));
        watched.Graph.Output.AddRange(counted.Select(OnnxTensors.OutputOf));
        var histograms = tensors.ToDictionary(name => name, _ => new ActivationHistogram());
        foreach (var input in tensors.Except(computed)) histograms[input].Add(faces.Images);
        using var run = new NetworkRun(watched);
        run.Over(faces, counted, (output, _, values) => histograms[computed[output]].Add(values));
        return histograms;
    }

    private static IReadOnlyDictionary<string, ActivationScale> ScalesBy(RangeRule rule, IReadOnlyDictionary<string, ActivationHistogram> histograms) =>
        histograms.ToDictionary(entry => entry.Key, entry =>
        {
            var (low, high) = RangeFinder.Find(entry.Value, rule);
            return ActivationScale.Covering(low, high);
        });

    /// <summary>Has a tensor's readers see it within a range.</summary>
    /// <returns>The name of what it was before.</returns>
    private static string Bound(GraphProto graph, string tensor, ActivationScale scale)
    {
        var maker = graph.Node.First(node => node.Output.Contains(tensor));
        var unbounded = tensor + UnboundedSuffix;
        maker.Output[maker.Output.IndexOf(tensor)] = unbounded;
        graph.Initializer.Add(OnnxTensors.Make(tensor + LowSuffix, TensorProto.Types.DataType.Float, [scale.Dequantize(byte.MinValue)]));
        graph.Initializer.Add(OnnxTensors.Make(tensor + HighSuffix, TensorProto.Types.DataType.Float, [scale.Dequantize(byte.MaxValue)]));
        graph.Node.Insert(graph.Node.IndexOf(maker) + 1, new NodeProto
        {
            OpType = "Clip", Name = $"{tensor}/bounds", Input = { unbounded, tensor + LowSuffix, tensor + HighSuffix }, Output = { tensor },
        });
        return unbounded;
    }
}
