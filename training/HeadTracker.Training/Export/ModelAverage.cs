using HeadTracker.Contract;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Export;

/// <summary>
/// The mean of networks that were trained on from one another, weight by weight (Wortsman et al. 2022, uniform soup): often as good as the best of them on each
/// set, at the price of one. Batch norms are folded into what is averaged.
/// </summary>
public static class ModelAverage
{
    /// <param name="models">Two or more with the files that they come from; of one graph and one contract, but for the run.</param>
    /// <returns>A new model; its contract names all runs.</returns>
    /// <exception cref="UserErrorException">They are of different networks or contracts, or not in full precision.</exception>
    public static ModelProto Of(IReadOnlyList<(string Path, ModelProto Model)> models)
    {
        if (models.Count < 2) throw new UserErrorException("An average needs two models or more.");
        var (path, first) = models[0];
        var contracts = models.Select(each => OnnxFile.ContractOf(each.Model, each.Path)).ToArray();
        var mean = first.Clone();
        foreach (var (contract, each) in contracts.Zip(models))
        {
            if (contract with { Run = contracts[0].Run } != contracts[0])
                throw new UserErrorException($"{each.Path} and {path} have different contracts; average models of one.");
            if (!each.Model.Graph.Node.Equals(first.Graph.Node))
                throw new UserErrorException($"{each.Path} and {path} are different networks; average those that were trained on from one another.");
        }

        for (var i = 0; i < mean.Graph.Initializer.Count; i++)
        {
            var name = first.Graph.Initializer[i].Name;
            mean.Graph.Initializer[i] = MeanOf([.. models.Select(each => TensorOf(each.Path, each.Model, name))]);
        }

        mean.MetadataProps.Single(entry => entry.Key == PoseModelContract.MetadataKey).Value =
            (contracts[0] with { Run = "mean of " + string.Join(", ", contracts.Select(contract => contract.Run)) }).ToJson();
        return mean;
    }

    private static TensorProto TensorOf(string path, ModelProto model, string name) =>
        model.Graph.Initializer.FirstOrDefault(tensor => tensor.Name == name)
        ?? throw new UserErrorException($"{path} has no tensor {name}; average models that were trained on from one another.");

    /// <summary>Of floats; what is none, such as a shape, has to be the same in all.</summary>
    private static TensorProto MeanOf(IReadOnlyList<TensorProto> tensors)
    {
        if (tensors.All(tensor => tensor.Equals(tensors[0]))) return tensors[0].Clone();
        var weights = tensors.Select(OnnxTensors.ReadFloats).ToArray();
        if (weights.Any(weight => !weight.Shape.SequenceEqual(weights[0].Shape)))
            throw new UserErrorException($"Their tensors {tensors[0].Name} have different shapes; average models of one width.");
        var mean = Enumerable.Range(0, weights[0].Values.Length).Select(i => (float)weights.Average(weight => (double)weight.Values[i])).ToArray();
        return OnnxTensors.Make(tensors[0].Name, weights[0] with { Values = mean });
    }
}
