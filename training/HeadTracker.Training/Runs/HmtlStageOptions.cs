using System.Text.Json.Serialization;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Runs;

/// <summary>Hybrid multi-task learning with one RvC head per angle (HopeNet's), after the HMTL paper.</summary>
public sealed record HmtlStageOptions : TrainingStageOptions
{
    /// <summary>What happens to the images; null is plain supervised learning, the paper's SL.</summary>
    public PretextKind? Pretext { get; init; }

    /// <summary>n of n × n regions.</summary>
    public int Regions { get; init; } = 3;

    /// <summary>The branching point, 1 … 4.</summary>
    public int Point { get; init; } = HmtlNetwork.BestPoint;

    /// <summary>Whether self-supervised heads learn along; false is the ablation "w/o SSHs", in which images are puzzled all the same.</summary>
    public bool Heads { get; init; } = true;

    /// <summary>Degrees per bin: 3, or 1.</summary>
    public float BinSize { get; init; } = 3;

    [JsonIgnore]
    public PretextTask? Task => Pretext is { } kind ? new PretextTask(kind, new RegionGrid(Regions)) : null;

    /// <summary>What the loss depends on, in words.</summary>
    [JsonIgnore]
    public string Recipe => Task is null ? "SL" : $"{Task} at point {Point}{(Heads ? "" : " without heads")}";

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public HmtlStageOptions Validated()
    {
        if (Regions < 2) throw new UserErrorException($"Stage '{Name}' has {Regions} regions along an axis; give at least 2.");
        if (Point is < 1 or > ResNet.Stages) throw new UserErrorException($"Stage '{Name}' branches at point {Point}; give 1 to {ResNet.Stages}.");
        if (!(BinSize > 0)) throw new UserErrorException($"Stage '{Name}' has bins of {BinSize}°; give a positive size.");
        return this;
    }
}
