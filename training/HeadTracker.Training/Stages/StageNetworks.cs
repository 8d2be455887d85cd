using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What networks the stages of an experiment train.</summary>
internal static class StageNetworks
{
    /// <summary>The definition of a stage's backbone.</summary>
    public static ResNetShape ShapeOf(TrainingStageOptions stage, Experiment experiment)
    {
        var shape = ResNetShape.Of(stage.BackboneOf(experiment));
        return shape with { Width = stage.WidthOf(experiment), Blocks = experiment.Model.Blocks ?? shape.Blocks };
    }

    /// <summary>The network that a stage trains and its checkpoint keeps.</summary>
    public static PoseNetworkDefinition DefinitionOf(TrainingStageOptions stage, Experiment experiment)
    {
        var shape = ShapeOf(stage, experiment);
        return stage switch
        {
            // Nobody runs its backbone.
            MultiTaskStageOptions { IsHighResolution: true } => new(new ResNetShape([1, 1, 1, 1], 1, Bottleneck: false), [1], Regression: false),
            BaseStageOptions heads => new(shape, heads.BinSizesOf(experiment), heads.RegressionOf(experiment)),
            HmtlStageOptions hmtl => new(shape, [hmtl.BinSize], hmtl.Loss == SupervisedLoss.Regression),
            DistillStageOptions distill => new(shape, [DefinitionOf(Named(distill.Teacher, experiment), experiment).BinSizes.Min()], Regression: false),
            MultiTaskStageOptions { LearnsPose: true } => new(shape, experiment.Model.BinSizes, experiment.Model.Regression),
            // Heads that learn nothing.
            MultiTaskStageOptions or PretrainingStageOptions or ProbeStageOptions => new(shape, [1], Regression: false),
            _ => throw new InvalidOperationException($"no network is known for {stage.GetType().Name}"),
        };
    }

    /// <summary>What trains along and is left behind, a new one; null where there is nothing.</summary>
    public static nn.Module? AuxiliaryOf(TrainingStageOptions stage, Experiment experiment)
    {
        var shape = ShapeOf(stage, experiment);
        var size = experiment.Model.InputSize;
        return stage switch
        {
            HmtlStageOptions { Heads: true, Task: { } task } hmtl => new PretextBranches(shape, task, hmtl.Point, size),
            PretextStageOptions pretext => new PretextBranches(shape, pretext.Task, pretext.Point, size),
            // What is not known before sets are opened is how many scenes there are: a few numbers of a linear layer.
            MultiTaskStageOptions several => nn.ModuleList<nn.Module>(
                [EncoderOf(several, experiment), .. HeadsOf(several, TasksOf(several, scenes: 1), experiment)]),
            PretextMixStageOptions mix => HeadsOf(mix, shape, size),
            ContrastStageOptions contrast => new ContrastHead(shape.Features, contrast.Outputs),
            BarlowTwinsStageOptions => new Projector(shape.Features, experiment.Model.Projector),
            _ => null,
        };
    }

    /// <summary>What the pretext tasks of a stage have of their own.</summary>
    public static MixedPretextHeads HeadsOf(PretextMixStageOptions options, ResNetShape shape, int inputSize) =>
        new(shape, options.Tasks, options.Point, inputSize, mixed: options.Lasso is not null);

    /// <summary>What the tasks of a stage share.</summary>
    /// <param name="options">The stage's.</param>
    /// <param name="experiment">Its experiment.</param>
    public static TaskEncoder EncoderOf(MultiTaskStageOptions options, Experiment experiment)
    {
        var shape = ShapeOf(options, experiment);
        return options.Architecture switch
        {
            TaskArchitecture.CrossStitch => new StitchedEncoder(shape, options.Learnt.Count, (tasks, channels) => new CrossStitchUnit(tasks, channels)),
            TaskArchitecture.Nddr => new StitchedEncoder(shape, options.Learnt.Count, (tasks, channels) => new NddrUnit(tasks, channels)),
            TaskArchitecture.Mtan => new AttentionEncoder(shape, options.Leaves.Count - 1),
            _ when options.IsHighResolution => new HighResolutionEncoder(experiment.Model.HighResolution),
            _ when options.IsSingleTasking => new SingleTaskingEncoder(shape, options.Learnt.Count(task => task.NeedsMaps), options.LearnsPose),
            _ => new BranchedEncoder(shape, options.Tree, StrideOf(options)),
        };
    }

    /// <summary>Input pixels per pixel of a stage's last feature map.</summary>
    public static int StrideOf(TrainingStageOptions stage) => (stage as MultiTaskStageOptions)?.OutputStride ?? ResNet.Stride;

    /// <summary>The tasks beside the pose on each leaf of <see cref="EncoderOf"/>.</summary>
    /// <param name="options">The stage's.</param>
    /// <param name="scenes">How many scenes the training sets know.</param>
    public static IFaceTask[][] TasksOf(MultiTaskStageOptions options, int scenes) =>
        [.. options.Leaves.Select(leaf => leaf.Where(task => task.NeedsMaps).Select(task => MapTasks.Of(task, scenes)).ToArray())];

    /// <summary>What the tasks of each leaf have of their own.</summary>
    /// <param name="options">The stage's.</param>
    /// <param name="leaves">Their tasks.</param>
    /// <param name="experiment">Its experiment.</param>
    public static IEnumerable<TaskHeads> HeadsOf(MultiTaskStageOptions options, IEnumerable<IFaceTask[]> leaves, Experiment experiment)
    {
        var (shape, high, style) = (ShapeOf(options, experiment), experiment.Model.HighResolution, new DenseStyle(options.Head, options.Decoder));
        var (channels, width) = options.IsHighResolution ? (high.Channels, high.Width) : (shape.Channels, shape.Width);
        return leaves.Select(leaf => new TaskHeads(
            channels, width, [.. leaf.Select(task => task.Head with { Auxiliary = !options.Main.Contains(task.Task) })], experiment.Model.InputSize, style));
    }

    /// <summary>The training stage of that name in the same experiment.</summary>
    public static TrainingStageOptions Named(string stage, Experiment experiment) =>
        experiment.Stages.OfType<TrainingStageOptions>().First(other => other.Name == stage);
}
