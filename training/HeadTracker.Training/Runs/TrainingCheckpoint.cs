using System.Text.Json;
using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Optimisers;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Runs;

/// <summary>
/// A training run's state between two steps: weights (<c>model.*</c>), the optimiser's moments (<c>adam.*</c>) and, as metadata, the step, the network's
/// definition and what fixes the order of samples. Random streams are functions of seed and step, so the step is all of their state.
/// </summary>
public static class TrainingCheckpoint
{
    private const string Model = "model.";
    private const string Auxiliary = "auxiliary.";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Saves whole or not at all; the last version stays beside the new one.</summary>
    /// <param name="folder">Receives it.</param>
    /// <param name="network">Its weights and definition are kept.</param>
    /// <param name="optimiser">Over <paramref name="network"/>'s parameters, in their order.</param>
    /// <param name="sequence">What else decides the next steps: see <see cref="Resume"/>.</param>
    /// <param name="auxiliary">What trains along (<c>auxiliary.*</c>), its parameters behind the network's; or null.</param>
    /// <exception cref="UserErrorException">The disk is full or cannot be written; the last checkpoint is still in place.</exception>
    public static void Save(RunFolder folder, PoseNetwork network, IOptimiser optimiser, string sequence, nn.Module? auxiliary = null)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in network.state_dict()) tensors[Model + name] = tensor;
        foreach (var (name, tensor) in auxiliary?.state_dict() ?? []) tensors[Auxiliary + name] = tensor;
        foreach (var (name, moment) in MomentsOf(network, auxiliary, optimiser)) tensors[name] = moment;

        var metadata = new Dictionary<string, string>
        {
            ["step"] = $"{optimiser.Steps}",
            ["definition"] = JsonSerializer.Serialize(network.Definition, Json),
            ["sequence"] = sequence,
        };
        var next = folder.File("checkpoint.next.safetensors");
        Directory.CreateDirectory(folder.Path);
        Safetensors.Save(next, tensors, metadata);
        if (File.Exists(folder.Checkpoint)) File.Move(folder.Checkpoint, folder.PreviousCheckpoint, overwrite: true);
        File.Move(next, folder.Checkpoint, overwrite: true);
    }

    /// <summary>Restores weights and optimiser.</summary>
    /// <param name="path">A checkpoint.</param>
    /// <param name="network">Receives the weights.</param>
    /// <param name="optimiser">Receives the moments and the number of steps.</param>
    /// <param name="sequence">Must equal what the run was saved with, or the loss would not go on where it stopped.</param>
    /// <param name="auxiliary">Receives the weights of what trains along; or null.</param>
    /// <exception cref="UserErrorException">The checkpoint is broken or belongs to another run.</exception>
    public static void Resume(string path, PoseNetwork network, IOptimiser optimiser, string sequence, nn.Module? auxiliary = null)
    {
        using var scope = NewDisposeScope();
        var file = Read(path, network.Definition);
        if (file.Metadata["sequence"] != sequence)
            throw new UserErrorException(
                $"{path} was made with {file.Metadata["sequence"]}, now it is {sequence}; put that back, or move the folder away to start anew.");

        CopyModel(file, network);
        optimiser.Steps = long.Parse(file.Metadata["step"]);
        using var none = no_grad();
        foreach (var (name, tensor) in auxiliary?.state_dict() ?? []) tensor.copy_(file.Tensors[Auxiliary + name]);
        foreach (var (name, moment) in MomentsOf(network, auxiliary, optimiser)) moment.copy_(file.Tensors[name]);
    }

    /// <summary>Builds the network that a checkpoint holds, in evaluation mode.</summary>
    /// <exception cref="UserErrorException">There is no checkpoint, or it is broken.</exception>
    public static PoseNetwork LoadNetwork(string path, Device device)
    {
        using var scope = NewDisposeScope();
        var file = Read(path, expected: null);
        var network = new PoseNetwork(DefinitionOf(path, file.Metadata));
        CopyModel(file, network);
        network.to(device).eval();
        return network;
    }

    /// <summary>Steps done in a checkpoint, or 0 when there is none.</summary>
    public static long StepOf(string path) => File.Exists(path) && Safetensors.ReadMetadata(path).TryGetValue("step", out var step) ? long.Parse(step) : 0;

    /// <summary>Network, order of samples and step of a checkpoint in one text.</summary>
    public static string OriginOf(string path)
    {
        var metadata = Safetensors.ReadMetadata(path);
        return $"{DefinitionOf(path, metadata)}; {metadata["sequence"]}; step {metadata["step"]}";
    }

    private static SafetensorsFile Read(string path, PoseNetworkDefinition? expected)
    {
        if (!File.Exists(path)) throw new UserErrorException($"{path} does not exist; run the stage that makes it first.");
        var file = Safetensors.Load(path);
        var found = DefinitionOf(path, file.Metadata);
        if (expected is not null && found.ToString() != expected.ToString())
            throw new UserErrorException($"{path} holds a {found}; the experiment asks for a {expected}; move the folder away to start anew.");
        return file;
    }

    private static PoseNetworkDefinition DefinitionOf(string path, IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue("definition", out var text) && metadata.ContainsKey("step") && metadata.ContainsKey("sequence")
            ? JsonSerializer.Deserialize<PoseNetworkDefinition>(text, Json)!
            : throw new UserErrorException($"{path} is no checkpoint of a training run; give the checkpoint.safetensors of a run's stage.");

    private static void CopyModel(SafetensorsFile file, PoseNetwork network)
    {
        using var none = no_grad();
        foreach (var (name, tensor) in network.state_dict()) tensor.copy_(file.Tensors[Model + name]);
    }

    private static IEnumerable<(string Name, Tensor Moment)> MomentsOf(PoseNetwork network, nn.Module? auxiliary, IOptimiser optimiser)
    {
        string[] names = [.. network.named_parameters().Select(parameter => parameter.name),
            .. auxiliary?.named_parameters().Select(parameter => Auxiliary + parameter.name) ?? []];
        return optimiser.Moments.SelectMany(moment => names.Zip(moment.Value, (name, tensor) => ($"{optimiser.Name}.{name}.{moment.Key}", tensor)));
    }
}
