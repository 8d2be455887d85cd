using System.Text.Json;
using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Runs;

/// <summary>
/// A training run's state between two steps: weights (<c>model.*</c>), Adam's moments (<c>adam.*</c>) and, as metadata, the step, the network's
/// definition and what fixes the order of samples. Random streams are functions of seed and step, so the step is all of their state.
/// </summary>
public static class TrainingCheckpoint
{
    private const string Model = "model.";
    private const string Optimiser = "adam.";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Saves whole or not at all; the last version stays beside the new one.</summary>
    /// <param name="folder">Receives it.</param>
    /// <param name="network">Its weights and definition are kept.</param>
    /// <param name="adam">The optimiser over <paramref name="network"/>'s parameters, in their order.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="sequence">What else decides the next steps: see <see cref="Resume"/>.</param>
    /// <exception cref="UserErrorException">The disk is full or cannot be written; the last checkpoint is still in place.</exception>
    public static void Save(RunFolder folder, PoseNetwork network, Adam adam, long step, string sequence)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in network.state_dict()) tensors[Model + name] = tensor;
        foreach (var (name, state) in StatesOf(network, adam))
        {
            tensors[$"{Optimiser}{name}.exp_avg"] = state.exp_avg;
            tensors[$"{Optimiser}{name}.exp_avg_sq"] = state.exp_avg_sq;
        }

        var metadata = new Dictionary<string, string>
        {
            ["step"] = $"{step}",
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
    /// <param name="adam">Receives the moments.</param>
    /// <param name="sequence">Must equal what the run was saved with, or the loss would not go on where it stopped.</param>
    /// <returns>Steps done.</returns>
    /// <exception cref="UserErrorException">The checkpoint is broken or belongs to another run.</exception>
    public static long Resume(string path, PoseNetwork network, Adam adam, string sequence)
    {
        using var scope = NewDisposeScope();
        var file = Read(path, network.Definition);
        if (file.Metadata["sequence"] != sequence)
            throw new UserErrorException($"{path} was made with {file.Metadata["sequence"]}, now it is {sequence}; put that back, or move the folder away to start anew.");

        CopyModel(file, network);
        var step = long.Parse(file.Metadata["step"]);
        using var none = no_grad();
        foreach (var (name, state) in StatesOf(network, adam))
        {
            state.exp_avg.copy_(file.Tensors[$"{Optimiser}{name}.exp_avg"]);
            state.exp_avg_sq.copy_(file.Tensors[$"{Optimiser}{name}.exp_avg_sq"]);
            state.step = step;
        }

        return step;
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

    private static IEnumerable<(string Name, Adam.State State)> StatesOf(PoseNetwork network, Adam adam) =>
        network.named_parameters().Zip(adam.state_dict().State, (parameter, state) => (parameter.name, (Adam.State)state));
}
