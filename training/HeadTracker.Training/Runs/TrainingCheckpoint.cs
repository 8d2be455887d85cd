using System.Globalization;
using System.Text.Json;
using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Optimisers;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Runs;

/// <summary>
/// A training run's state between two steps: weights (<c>model.*</c>), the optimiser's moments (<c>adam.*</c>), the weights' average where there is one
/// (<c>average.*</c>) and, as metadata, the step, the network's definition and what fixes the order of samples. Random streams are functions of seed and
/// step, so the step is all of their state.
/// </summary>
public static class TrainingCheckpoint
{
    private const string Model = "model.";
    private const string Auxiliary = "auxiliary.";
    private const string Average = "average.";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>
    /// What to go on from, looked through: the newest checkpoint, or the whole one before it where the newest is damaged, which is said on standard
    /// error. Null where there is none; where none is whole, the newest, for whose reader to say what is wrong.
    /// </summary>
    public static string? LatestWhole(RunFolder folder)
    {
        if (folder.LatestCheckpoint is not { } latest || FlawOf(latest) is not { } flaw) return folder.LatestCheckpoint;
        var previous = folder.PreviousCheckpoint;
        if (latest == previous || !File.Exists(previous) || FlawOf(previous) is not null) return latest;
        Console.Error.WriteLine($"{flaw.TrimEnd('.')}; until then the checkpoint before it is used, of step {StepOf(previous)}.");
        return previous;
    }

    /// <summary>Takes a damaged newest checkpoint out of the way of the next one, which would put it in the place of the whole one before it.</summary>
    public static void SetAsideDamaged(RunFolder folder, string used)
    {
        if (used == folder.PreviousCheckpoint && File.Exists(folder.Checkpoint))
            File.Move(folder.Checkpoint, folder.File("checkpoint.damaged.safetensors"), overwrite: true);
    }

    private static string? FlawOf(string path)
    {
        try
        {
            DefinitionOf(path, Safetensors.Verify(path));
            return null;
        }
        catch (UserErrorException e)
        {
            return e.Message;
        }
    }

    /// <summary>Saves whole or not at all; the last version stays beside the new one.</summary>
    /// <param name="folder">Receives it.</param>
    /// <param name="network">Its weights and definition are kept.</param>
    /// <param name="optimiser">Over <paramref name="network"/>'s parameters, in their order.</param>
    /// <param name="sequence">What else decides the next steps: see <see cref="Resume"/>.</param>
    /// <param name="auxiliary">What trains along (<c>auxiliary.*</c>), its parameters behind the network's; or null.</param>
    /// <param name="average">Of the network's weights; or null.</param>
    /// <exception cref="UserErrorException">The disk is full or cannot be written; the last checkpoint is still in place.</exception>
    public static void Save(
        RunFolder folder, PoseNetwork network, IOptimiser optimiser, string sequence, nn.Module? auxiliary = null, WeightAverage? average = null)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in network.state_dict()) tensors[Model + name] = tensor;
        foreach (var (name, tensor) in auxiliary?.state_dict() ?? []) tensors[Auxiliary + name] = tensor;
        foreach (var (name, moment) in MomentsOf(network, auxiliary, optimiser)) tensors[name] = moment;
        foreach (var (name, mean) in average?.Tensors.AsEnumerable() ?? []) tensors[Average + name] = mean;

        var metadata = new Dictionary<string, string>
        {
            ["step"] = $"{optimiser.Steps}",
            ["definition"] = JsonSerializer.Serialize(network.Definition, Json),
            ["sequence"] = sequence,
        };
        var next = folder.File("checkpoint.next.safetensors");
        Directory.CreateDirectory(folder.Path);
        Safetensors.Save(next, tensors, metadata, checksum: true);
        if (File.Exists(folder.Checkpoint)) File.Move(folder.Checkpoint, folder.PreviousCheckpoint, overwrite: true);
        File.Move(next, folder.Checkpoint, overwrite: true);
    }

    /// <summary>Restores weights and optimiser.</summary>
    /// <param name="path">A checkpoint.</param>
    /// <param name="network">Receives the weights.</param>
    /// <param name="optimiser">Receives the moments and the number of steps.</param>
    /// <param name="sequence">Must equal what the run was saved with, or the loss would not go on where it stopped.</param>
    /// <param name="auxiliary">Receives the weights of what trains along; or null.</param>
    /// <param name="average">Receives the weights' average; or null.</param>
    /// <exception cref="UserErrorException">The checkpoint is broken or belongs to another run.</exception>
    public static void Resume(
        string path, PoseNetwork network, IOptimiser optimiser, string sequence, nn.Module? auxiliary = null, WeightAverage? average = null)
    {
        using var scope = NewDisposeScope();
        var file = Read(path, network.Definition);
        if (file.Metadata["sequence"] != sequence)
            throw new UserErrorException(
                $"{path} was made with {file.Metadata["sequence"]}, now it is {sequence}; put that back, or move the folder away to start anew.");

        CopyModel(path, file, network);
        optimiser.Steps = StepIn(file.Metadata);
        using var none = no_grad();
        foreach (var (name, tensor) in auxiliary?.state_dict() ?? []) Copy(path, file, Auxiliary + name, tensor);
        foreach (var (name, moment) in MomentsOf(network, auxiliary, optimiser)) Copy(path, file, name, moment);
        foreach (var (name, mean) in average?.Tensors.AsEnumerable() ?? []) Copy(path, file, Average + name, mean);
    }

    /// <summary>Builds the network that a checkpoint holds, in evaluation mode.</summary>
    /// <exception cref="UserErrorException">There is no checkpoint, or it is broken.</exception>
    public static PoseNetwork LoadNetwork(string path, Device device)
    {
        using var scope = NewDisposeScope();
        var file = Read(path, expected: null);
        var network = new PoseNetwork(DefinitionOf(path, file.Metadata));
        CopyModel(path, file, network);
        network.to(device).eval();
        return network;
    }

    /// <summary>The tensors of what trained along, by their names there, in the current dispose scope.</summary>
    /// <exception cref="UserErrorException">There is no checkpoint, or it is broken.</exception>
    public static IReadOnlyDictionary<string, Tensor> LoadAuxiliary(string path) => Read(path, expected: null).Tensors
        .Where(tensor => tensor.Key.StartsWith(Auxiliary, StringComparison.Ordinal))
        .ToDictionary(tensor => tensor.Key[Auxiliary.Length..], tensor => tensor.Value);

    /// <summary>Steps done in a checkpoint, or 0 when there is none.</summary>
    public static long StepOf(string path) => File.Exists(path) ? Math.Max(0, StepIn(Safetensors.ReadMetadata(path))) : 0;

    /// <summary>Network, order of samples and step of a checkpoint in one text.</summary>
    public static string OriginOf(string path)
    {
        var metadata = Safetensors.ReadMetadata(path);
        return $"{DefinitionOf(path, metadata)}; {metadata["sequence"]}; step {StepIn(metadata)}";
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

    /// <summary>The network that a checkpoint's metadata tells of, which has all that a checkpoint's has.</summary>
    private static PoseNetworkDefinition DefinitionOf(string path, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.TryGetValue("definition", out var text) && StepIn(metadata) >= 0 && metadata.ContainsKey("sequence")
            && Parse(text) is { IsSound: true } definition) return definition;
        throw new UserErrorException($"{path} is no checkpoint of a training run; give the checkpoint.safetensors of a run's stage.");
    }

    private static PoseNetworkDefinition? Parse(string definition)
    {
        try
        {
            return JsonSerializer.Deserialize<PoseNetworkDefinition>(definition, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>-1 where it says none.</summary>
    private static long StepIn(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue("step", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;

    private static void CopyModel(string path, SafetensorsFile file, PoseNetwork network)
    {
        using var none = no_grad();
        foreach (var (name, tensor) in network.state_dict()) Copy(path, file, Model + name, tensor);
    }

    /// <summary>Of the same shape: a copy would also spread a smaller tensor over a larger one.</summary>
    private static void Copy(string path, SafetensorsFile file, string name, Tensor target)
    {
        if (!file.Tensors.TryGetValue(name, out var source) || !source.shape.SequenceEqual(target.shape))
            throw new UserErrorException($"{path} lacks '{name}', or has it in another shape; move the folder away to start anew.");
        target.copy_(source);
    }

    private static IEnumerable<(string Name, Tensor Moment)> MomentsOf(PoseNetwork network, nn.Module? auxiliary, IOptimiser optimiser)
    {
        string[] names = [.. network.named_parameters().Select(parameter => parameter.name),
            .. auxiliary?.named_parameters().Select(parameter => Auxiliary + parameter.name) ?? []];
        return optimiser.Moments.SelectMany(moment => names.Zip(moment.Value, (name, tensor) => ($"{optimiser.Name}.{name}.{moment.Key}", tensor)));
    }
}
