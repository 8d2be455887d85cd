using System.Text.Json.Serialization;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Experiments;

/// <summary>A stage that trains an encoder without labels, on <see cref="DataOptions.Unlabelled"/>: others take it by
/// <see cref="TrainingStageOptions.Init"/>.</summary>
public abstract record PretrainingStageOptions : TrainingStageOptions
{
    /// <summary><see cref="DataOptions.Unlabelled"/> of this stage alone; null for the experiment's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Unlabelled { get; init; }

    /// <summary>The packed sets that it learns from.</summary>
    public IReadOnlyList<string> SetsOf(DataOptions data) => Unlabelled ?? data.Pretraining;

    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        if (Unlabelled is { Count: 0 }) throw new UserErrorException($"Stage '{Name}' has an empty 'unlabelled'; name packed sets, or leave it out.");
        if (Subjects is not null) throw new UserErrorException($"Stage '{Name}' needs no labels and takes all faces; leave out its 'subjects'.");
    }
}

/// <summary>Pre-training by a pretext task alone (the HMTL paper's §4.2).</summary>
public sealed record PretextStageOptions : PretrainingStageOptions
{
    public PretextKind Pretext { get; init; } = PretextKind.Rotation;

    /// <summary>n of n × n regions.</summary>
    public int Regions { get; init; } = 2;

    /// <summary>The branching point, 1 … 4; the whole encoder learns at 4.</summary>
    public int Point { get; init; } = ResNet.Stages;

    [JsonIgnore]
    public PretextTask Task => new(Pretext, new RegionGrid(Regions));

    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        PretextLimits.Check(Name, Regions, Point);
        PretextLimits.RequireCells(Name, Regions, Point, experiment);
    }
}

/// <summary>Pre-training by Barlow Twins (the HMTL paper's §4.3).</summary>
public sealed record BarlowTwinsStageOptions : PretrainingStageOptions
{
    /// <summary>n of the n × n pieces that change places in each view; null leaves them.</summary>
    public int? Puzzle { get; init; }

    [JsonIgnore]
    public TwinViews Views => new(Puzzle is { } side ? new RegionGrid(side) : null);

    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        if (experiment.Model.Projector < 2) throw new UserErrorException($"model.projector is {experiment.Model.Projector}; give at least 2.");
        if (Puzzle is { } side) PretextLimits.Check(Name, side, ResNet.Stages);
    }
}

/// <summary>What pretext tasks can be.</summary>
internal static class PretextLimits
{
    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public static void Check(string stage, int regions, int point)
    {
        if (regions < 2) throw new UserErrorException($"Stage '{stage}' has {regions} regions along an axis; give at least 2.");
        if (point is < 1 or > ResNet.Stages) throw new UserErrorException($"Stage '{stage}' branches at point {point}; give 1 to {ResNet.Stages}.");
    }

    /// <exception cref="UserErrorException">The network has no cell for each region at the branching point.</exception>
    public static void RequireCells(string stage, int regions, int point, Experiment experiment)
    {
        var inputSize = experiment.Model.InputSize;
        if (ResNet.CellsAt(point, inputSize) is var cells && cells >= regions) return;
        throw new UserErrorException(
            $"Stage '{stage}' tells {regions}×{regions} regions apart at point {point}, where an input of {inputSize} pixels has {cells}×{cells} cells left; "
                + "give a larger model.inputSize, fewer regions or an earlier point.");
    }
}
