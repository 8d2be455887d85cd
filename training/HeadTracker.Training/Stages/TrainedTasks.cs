using HeadTracker.Contract;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>The network that a multi-task stage trained, with the heads that its checkpoint keeps and later stages do not see; in evaluation mode.</summary>
public sealed class TrainedTasks : IDisposable
{
    private readonly MultiTaskNetwork _network;
    private readonly BatchNormalizer _normalizer = new(PixelNormalizer.ImageNet, CPU);

    /// <param name="experiment">Has the stage.</param>
    /// <param name="stage">Its name.</param>
    /// <param name="paths">Where it was run.</param>
    /// <exception cref="UserErrorException">There is no such stage, or it has not been trained.</exception>
    public TrainedTasks(Experiment experiment, string stage, RunPaths paths)
    {
        var several = experiment.Stages.OfType<MultiTaskStageOptions>().ToArray();
        var options = several.FirstOrDefault(other => other.Name == stage) ?? throw new UserErrorException(
            $"{paths.Name} has no stage '{stage}' of kind multiTask; it has {string.Join(", ", several.Select(other => $"'{other.Name}'"))}.");
        var folder = paths.StageFolder(stage);
        var checkpoint = TrainingCheckpoint.LatestWhole(folder)
            ?? throw new UserErrorException($"{folder.Path} holds no checkpoint; run 'train reproduce' with --only \"{stage}\" first.");

        options = TaskGrouping.Settle(options, experiment, paths);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var kept = TrainingCheckpoint.LoadAuxiliary(checkpoint);
        var scenes = kept.FirstOrDefault(tensor => tensor.Key.EndsWith(".scene.bias", StringComparison.Ordinal)).Value;
        var leaves = StageNetworks.TasksOf(options, (int)(scenes?.shape[0] ?? 1));
        Tasks = [.. leaves.SelectMany(leaf => leaf)];
        var pose = new PoseNetwork(StageNetworks.DefinitionOf(options, experiment), StageNetworks.StrideOf(options));
        _network = new MultiTaskNetwork(pose, StageNetworks.EncoderOf(options, experiment), StageNetworks.HeadsOf(options, leaves, experiment));
        using (var plain = TrainingCheckpoint.LoadNetwork(checkpoint, CPU)) pose.load_state_dict(plain.state_dict());
        foreach (var (name, module) in _network.Along)
        {
            foreach (var (key, tensor) in module.state_dict())
            {
                tensor.copy_(kept.GetValueOrDefault($"{name}.{key}") ?? throw new UserErrorException(
                    $"{checkpoint} has no {name}.{key}, which the stage has now; train it again, or put the experiment file back."));
            }
        }

        _network.eval();
    }

    /// <summary>In the order of the answers.</summary>
    public IReadOnlyList<IFaceTask> Tasks { get; }

    /// <summary>Images uint8 RGB (B, 3, S, S) → the tasks' answers.</summary>
    public IReadOnlyList<Tensor> AnswersFor(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        return [.. _network.call(_normalizer.Apply(images)).Answers.Select(answer => answer.MoveToOuterDisposeScope())];
    }

    public void Dispose()
    {
        _network.Dispose();
        _normalizer.Dispose();
    }
}
