using Google.Protobuf;
using HeadTracker.Contract;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Export;

/// <summary>ONNX files on disk.</summary>
public static class OnnxFile
{
    /// <exception cref="UserErrorException">There is no such file, or it is none.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var model = ModelProto.Parser.ParseFrom(stream);
            if (model.Graph is not { Node.Count: > 0 } graph) throw new InvalidDataException("it has no graph");
            if (graph.Node.Any(node => node.Output.Count == 0)) throw new InvalidDataException("it has a node without a result");
            if (graph.Initializer.DistinctBy(tensor => tensor.Name).Count() < graph.Initializer.Count)
                throw new InvalidDataException("it has two tensors of one name");
            return model;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read as an ONNX model ({e.Message.TrimEnd('.')}); check its name, or export it again.", e);
        }
    }

    /// <exception cref="UserErrorException">The model has no contract, or none that this program reads.</exception>
    public static PoseModelContract ContractOf(ModelProto model, string path) =>
        ContractIn(model, path) ?? throw new UserErrorException($"{path} carries no contract; give a file that the stage 'export' wrote.");

    /// <returns>Null where the model carries none.</returns>
    /// <exception cref="UserErrorException">It is none that this program reads.</exception>
    public static PoseModelContract? ContractIn(ModelProto model, string path) =>
        model.MetadataProps.FirstOrDefault(entry => entry.Key == PoseModelContract.MetadataKey) is { } entry
            ? PoseModelContract.Parse(entry.Value, path) : null;

    /// <summary>An older file stays whole until the new one is.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void Write(ModelProto model, string path) => AtomicFile.Write(path, partial =>
    {
        using var stream = File.Create(partial);
        model.WriteTo(stream);
    });
}
