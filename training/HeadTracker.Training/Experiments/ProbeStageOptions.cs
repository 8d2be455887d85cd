using System.Text.Json.Serialization;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Experiments;

/// <summary>
/// Measures a frozen encoder: linear layers on its features learn tasks from the labels of a few people, or of all. Without an
/// <see cref="TrainingStageOptions.Init"/> the encoder has learnt nothing, which is what others are compared with. Leaves no network to other stages.
/// </summary>
public sealed record ProbeStageOptions : TrainingStageOptions
{
    /// <summary>What a linear layer on pooled features can be asked for.</summary>
    private static readonly IReadOnlyList<FaceTask> Possible = [FaceTask.Pose, FaceTask.Attributes, FaceTask.Landmarks];

    /// <summary>Standardised features bear a rate of their own, whatever the experiment's is.</summary>
    public ProbeStageOptions() => LearningRate = 1e-2;

    /// <summary>A layer for each.</summary>
    public IReadOnlyList<FaceTask> Tasks { get; init; } = Possible;

    /// <summary>How many people of each training set have labels, a layer of each task for each number; 0 is all of them.</summary>
    public IReadOnlyList<int> People { get; init; } = [0];

    /// <summary><see cref="People"/> as sets take their number.</summary>
    [JsonIgnore]
    public IReadOnlyList<int?> Budgets => [.. People.Select(count => count == 0 ? (int?)null : count)];

    /// <summary>Of each layer, along a cosine.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>After which of the encoder's four stages features are pooled, 1 … 4.</summary>
    public int Point { get; init; } = ResNet.Stages;

    /// <summary>
    /// Weight of the L1 penalty on how each layer mixes the units of the stage before <see cref="Point"/> (<see cref="UnitMixture"/>); null: the last of them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Lasso { get; init; }

    /// <summary>Whether images are shown as harmonised pre-training sees them (<see cref="Lightness"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Harmonise { get; init; }

    /// <summary>k of recall@k of the training set's people that a layer tells apart; 0 for no such score.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Recall { get; init; }

    /// <summary>Segments of each image that take the classes of the training set's that are most like them; 15 in the thesis, 0 for no such score.</summary>
    public int Segments { get; init; }

    /// <summary>Test sets whose people are clips, through which the first frame's classes are followed.</summary>
    public IReadOnlyList<string> Clips { get; init; } = [];

    /// <summary>Features come of images as they are.</summary>
    public override AugmentationOptions AugmentationOf(Experiment experiment) => AugmentationOptions.None;

    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        if (Tasks.Distinct().Count() < Tasks.Count || !Tasks.All(Possible.Contains))
        {
            throw new UserErrorException(
                $"Stage '{Name}' probes '{string.Join(", ", Tasks)}'; name in its 'tasks', once each, some of {string.Join(", ", Possible)}.");
        }

        if (Tasks.Count == 0 && Segments == 0 && Clips.Count == 0 && Recall == 0)
            throw new UserErrorException($"Stage '{Name}' measures nothing; name 'tasks', or give 'segments', 'clips' or 'recall'.");
        if (Subjects is not null) throw new UserErrorException($"Stage '{Name}' has 'subjects'; name the numbers of people in its 'people' instead.");
        if (People.Count == 0 || People.Any(count => count < 0))
            throw new UserErrorException($"Stage '{Name}' has no label to learn from; give its 'people' numbers from 1 on, or 0 for all.");
        if (Segments is < 0 or 1 or > 256) throw new UserErrorException($"Stage '{Name}' has {Segments} segments; give 2 to 256, or 0 for none.");
        if (Clips.FirstOrDefault(test => !experiment.Data.Test.ContainsKey(test)) is { } missing)
            throw new UserErrorException($"Stage '{Name}' follows clips of '{missing}', which is no test set; name one of data.test.");
        if (Point is < 1 or > ResNet.Stages) throw new UserErrorException($"Stage '{Name}' probes point {Point}; give 1 to {ResNet.Stages}.");
        if (Lasso is not (null or >= 0 and < 1e6f)) throw new UserErrorException($"Stage '{Name}' has a lasso of {Lasso}; give 0 or more.");
        if (Recall < 0) throw new UserErrorException($"Stage '{Name}' has a recall of the best {Recall}; give at least 1, or 0 for none.");
        if (Steps < 1) throw new UserErrorException($"Stage '{Name}' has {Steps} steps; give at least 1.");
    }
}
