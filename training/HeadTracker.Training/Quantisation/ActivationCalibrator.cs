using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Quantisation;

/// <summary>Watches a float network at work and counts the values of every tensor that quantisation has to know.</summary>
public static class ActivationCalibrator
{
    public static IReadOnlyDictionary<string, ActivationHistogram> Record(QuantizableGraph source, CalibrationFaces faces)
    {
        var tensors = source.Tensors;
        var watched = source.Model.Clone();
        foreach (var tensor in tensors.Where(name => watched.Graph.Input.All(input => input.Name != name)))
        {
            watched.Graph.Output.Add(new ValueInfoProto
            {
                Name = tensor,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
            });
        }

        var histograms = tensors.ToDictionary(name => name, _ => new ActivationHistogram());
        List<string> computed = [.. tensors.Where(name => source.Model.Graph.Input.All(input => input.Name != name))];
        foreach (var input in tensors.Except(computed)) histograms[input].Add(faces.Images);
        using var run = new NetworkRun(watched);
        run.Over(faces, computed, (output, _, values) => histograms[computed[output]].Add(values));
        return histograms;
    }

    public static IReadOnlyDictionary<string, ActivationScale> ScalesBy(RangeRule rule, IReadOnlyDictionary<string, ActivationHistogram> histograms) =>
        histograms.ToDictionary(entry => entry.Key, entry =>
        {
            var (low, high) = RangeFinder.Find(entry.Value, rule);
            return ActivationScale.Covering(low, high);
        });
}
