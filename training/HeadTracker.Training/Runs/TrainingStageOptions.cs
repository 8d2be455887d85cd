using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Runs;

/// <summary>A stage that trains a network. What it leaves out is as the experiment has it.</summary>
public abstract record TrainingStageOptions : StageOptions
{
    public Backbone Backbone { get; init; } = Backbone.ResNet50;

    /// <summary>
    /// The stage whose encoder gives the initial weights: an earlier one of this experiment, or <c>EXPERIMENT/STAGE</c> of one that ran before. It
    /// wins over <see cref="ModelOptions.Pretrained"/>.
    /// </summary>
    public string? Init { get; init; }

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

    /// <summary>The experiment's optimiser with what this stage has of its own.</summary>
    public OptimiserOptions OptimiserOf(Experiment experiment) => (experiment.Optimiser with
    {
        LearningRate = LearningRate ?? experiment.Optimiser.LearningRate,
        Epochs = Epochs ?? experiment.Optimiser.Epochs,
        WarmupEpochs = WarmupEpochs ?? experiment.Optimiser.WarmupEpochs,
    }).Validated();

    /// <summary>The experiment's augmentation, or this stage's level.</summary>
    public AugmentationOptions AugmentationOf(Experiment experiment) => Level is { } level ? AugmentationOptions.OfLevel(level) : experiment.Augmentation;

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public virtual void Validate(Experiment experiment)
    {
        OptimiserOf(experiment);
        AugmentationOf(experiment).Validated();
        if ((Subjects ?? experiment.Data.Subjects) < 1) throw new UserErrorException($"Stage '{Name}' trains on {Subjects ?? experiment.Data.Subjects} subjects; give at least 1.");
    }
}

/// <summary>First stage: all heads, eq. 4.</summary>
public sealed record BaseStageOptions : TrainingStageOptions;

/// <summary>Second stage: one RvC head learns from the ensemble over an earlier network, eq. 7.</summary>
public sealed record DistillStageOptions : TrainingStageOptions
{
    /// <summary>The stage whose network teaches.</summary>
    public string Teacher { get; init; } = "";
}
