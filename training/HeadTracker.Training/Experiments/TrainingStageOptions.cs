using System.Text.Json.Serialization;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;

namespace HeadTracker.Training.Experiments;

/// <summary>A stage that trains a network. What it leaves out is as the experiment has it.</summary>
public abstract record TrainingStageOptions : StageOptions
{
    private const string WeightsExtension = ".safetensors";

    /// <inheritdoc cref="ModelOptions.Backbone"/>
    public Backbone? Backbone { get; init; }

    /// <inheritdoc cref="ModelOptions.Width"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Width { get; init; }

    /// <summary>
    /// What gives the encoder its initial weights: an earlier stage of this experiment; <c>EXPERIMENT/STAGE</c>, of one that ran before; or a file,
    /// as in <see cref="ModelOptions.Pretrained"/>, over which it wins.
    /// </summary>
    public string? Init { get; init; }

    /// <summary>
    /// Whether the heads that both networks have come along from <see cref="Init"/>'s stage or file: a stage then goes on from where that one ended, and
    /// needs no learning rate at which new heads learn.
    /// </summary>
    public bool InitHeads { get; init; }

    /// <inheritdoc cref="OptimiserOptions.LearningRate"/>
    public double? LearningRate { get; init; }

    /// <inheritdoc cref="OptimiserOptions.Epochs"/>
    public int? Epochs { get; init; }

    /// <inheritdoc cref="OptimiserOptions.WarmupEpochs"/>
    public int? WarmupEpochs { get; init; }

    /// <summary>The HMTL paper's augmentation level 1 or 2 (§4.2) instead of the experiment's augmentation.</summary>
    public int? Level { get; init; }

    /// <inheritdoc cref="DataOptions.Subjects"/>
    public int? Subjects { get; init; }

    /// <summary><see cref="Init"/> where it names a stage, else null.</summary>
    [JsonIgnore]
    public string? InitStage => Init?.EndsWith(WeightsExtension, StringComparison.Ordinal) == false ? Init : null;

    public Backbone BackboneOf(Experiment experiment) => Backbone ?? experiment.Model.Backbone;

    public int WidthOf(Experiment experiment) => Width ?? experiment.Model.Width;

    /// <summary>The file with the encoder's initial weights, relative to <c>--data</c>; null where a stage gives them, or nothing.</summary>
    public string? InitFile(Experiment experiment) => InitStage is null
        ? (Init ?? experiment.Model.Pretrained)?.Replace("{backbone}", BackboneOf(experiment).ToString().ToLowerInvariant(), StringComparison.Ordinal) : null;

    /// <summary>The experiment's optimiser with what this stage has of its own.</summary>
    public virtual OptimiserOptions OptimiserOf(Experiment experiment) => (experiment.Optimiser with
    {
        LearningRate = LearningRate ?? experiment.Optimiser.LearningRate,
        Epochs = Epochs ?? experiment.Optimiser.Epochs,
        WarmupEpochs = WarmupEpochs ?? experiment.Optimiser.WarmupEpochs,
    }).Validated();

    /// <summary>The experiment's augmentation, or this stage's level.</summary>
    public virtual AugmentationOptions AugmentationOf(Experiment experiment) =>
        Level is { } level ? AugmentationOptions.OfLevel(level) : experiment.Augmentation;

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public virtual void Validate(Experiment experiment)
    {
        OptimiserOf(experiment);
        AugmentationOf(experiment).Validated();
        if (InitHeads && InitStage is null && InitFile(experiment) is null)
        {
            throw new UserErrorException($"Stage '{Name}' has 'initHeads' and nothing to take them from; name a stage or a file of weights with 'init'.");
        }

        if (Width is < 1 or > PoseNetworkDefinition.LargestWidth)
            throw new UserErrorException($"Stage '{Name}' has the width {Width}; give 1 to {PoseNetworkDefinition.LargestWidth}.");

        if ((Subjects ?? experiment.Data.Subjects) < 1)
        {
            throw new UserErrorException($"Stage '{Name}' trains on {Subjects ?? experiment.Data.Subjects} subjects; give at least 1.");
        }
    }
}

/// <summary>First stage: all heads, eq. 4.</summary>
public sealed record BaseStageOptions : TrainingStageOptions
{
    /// <inheritdoc cref="ModelOptions.BinSizes"/>
    public IReadOnlyList<float>? BinSizes { get; init; }

    /// <inheritdoc cref="ModelOptions.Regression"/>
    public bool? Regression { get; init; }

    /// <summary>
    /// Weight of the squared error of each RvC head's expectation beside its cross entropy: the joint loss that the paper tried and left (§3.2). 0 is eq. 4.
    /// </summary>
    public float Joint { get; init; }

    /// <summary>How the heads' losses, or with parameters for labels the angles', become one; null averages them, as eq. 4 does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BalanceOptions? Balance { get; init; }

    /// <summary>Labels made wrong on purpose, to see whether they are found; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CorruptOptions? Corrupt { get; init; }

    public IReadOnlyList<float> BinSizesOf(Experiment experiment) => BinSizes ?? experiment.Model.BinSizes;

    public bool RegressionOf(Experiment experiment) => Regression ?? experiment.Model.Regression;

    /// <inheritdoc/>
    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        if (BinSizes is { } sizes && (sizes.Count is 0 or > PoseNetworkDefinition.MostHeads || !sizes.All(PoseNetworkDefinition.IsBinSize)))
        {
            throw new UserErrorException($"Stage '{Name}' has bins of {string.Join(", ", sizes.Take(5))}; give 1 to {PoseNetworkDefinition.MostHeads} "
                + "sizes, each from 0.1 to 90.");
        }

        if (Joint is not (>= 0 and < 1e6f)) throw new UserErrorException($"Stage '{Name}' has a joint weight of {Joint}; give 0 or more.");
        Corrupt?.Validate(Name, [FaceTask.Pose]);
        if (Balance is not { } balance) return;
        if (Joint > 0) throw new UserErrorException($"Stage '{Name}' has a joint loss and balances its heads; leave out one of the two.");
        var tasks = BaseTasks.Of(balance, BinSizesOf(experiment), RegressionOf(experiment));
        if (tasks.Count < 2) throw new UserErrorException($"Stage '{Name}' has one head and nothing to balance; leave out its 'balance'.");
        balance.Validate(Name, tasks);
    }
}

/// <summary>Labels of a training set that are made wrong on purpose, drawn once from the experiment's seed.</summary>
public sealed record CorruptOptions
{
    /// <summary>Share of the faces whose pose is replaced by noise, uniform over the range of each angle in the set.</summary>
    public double Pose { get; init; }

    /// <summary>Share of the faces whose classes are exchanged for each other; with a stage of kind multiTask.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Segmentation { get; init; }

    /// <summary>What is corrupt, in words.</summary>
    [JsonIgnore]
    public string Recipe => FormattableString.Invariant($"poses corrupt {Pose}")
        + (Segmentation > 0 ? FormattableString.Invariant($", segmentation {Segmentation}") : "");

    /// <param name="stage">Its stage.</param>
    /// <param name="learnt">What that learns.</param>
    /// <exception cref="UserErrorException">A share is none, or of a task that is not learnt.</exception>
    internal void Validate(string stage, IReadOnlyCollection<FaceTask> learnt)
    {
        (FaceTask Task, string Labels, double Share)[] shares =
            [(FaceTask.Pose, "poses", Pose), (FaceTask.Segmentation, "segmentations", Segmentation)];
        if (shares.All(one => one.Share == 0)) throw new UserErrorException($"Stage '{stage}' corrupts nothing; give 'corrupt' a share, or leave it out.");
        foreach (var (task, labels, share) in shares.Where(one => one.Share != 0))
        {
            if (share is not (> 0 and < 1))
                throw new UserErrorException($"Stage '{stage}' corrupts a share of {share} of the {labels}; give more than 0 and less than 1.");
            if (!learnt.Contains(task)) throw new UserErrorException($"Stage '{stage}' corrupts {labels}, which it does not learn; leave that out.");
        }
    }
}

/// <summary>Second stage: one RvC head learns from the ensemble over an earlier network, eq. 7.</summary>
public sealed record DistillStageOptions : TrainingStageOptions
{
    /// <summary>The paper's second stage has a learning rate of its own (§5.3), whatever the experiment's is.</summary>
    public DistillStageOptions() => LearningRate = 3e-4;

    /// <summary>The stage whose network teaches.</summary>
    public string Teacher { get; init; } = "";

    /// <summary>How many of the ensemble's boxes the teacher looks through in a step, drawn anew each time; null for all of them, as in the paper.</summary>
    public int? BoxesPerStep { get; init; }

    /// <inheritdoc/>
    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        var all = experiment.Ensemble.ToGrid().Count;
        if (BoxesPerStep < 1 || BoxesPerStep > all)
        {
            throw new UserErrorException($"Stage '{Name}' draws {BoxesPerStep} boxes per step; the ensemble has 1 to {all}.");
        }
    }
}
