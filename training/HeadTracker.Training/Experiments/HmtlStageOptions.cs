using System.Globalization;
using System.Text.Json.Serialization;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Experiments;

/// <summary>The supervised loss of HMTL.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SupervisedLoss>))]
public enum SupervisedLoss
{
    /// <summary>Classification and expectation (eq. 2).</summary>
    HopeNet,

    /// <summary>Root mean square errors of a regression head (eq. 1 and 3).</summary>
    Regression,
}

/// <summary>Hybrid multi-task learning after the HMTL paper: HopeNet's loss or plain regression, with or without self-supervised branches.</summary>
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

    /// <summary>Weight of the self-supervised losses.</summary>
    public float Weight { get; init; } = PretextObjective.Weight;

    public SupervisedLoss Loss { get; init; } = SupervisedLoss.HopeNet;

    /// <summary>3, or 2 for sets that label yaw and pitch alone; with <see cref="SupervisedLoss.Regression"/>.</summary>
    public int Angles { get; init; } = 3;

    /// <summary>Degrees per bin: 3, or 1.</summary>
    public float BinSize { get; init; } = 3;

    /// <summary>Dropout before the supervised heads.</summary>
    public float Dropout { get; init; } = (float)HmtlNetwork.DropoutRate;

    /// <summary>Linear evaluation: the encoder stays as <see cref="TrainingStageOptions.Init"/> gives it, the heads alone learn.</summary>
    public bool Frozen { get; init; }

    /// <summary>How the supervised loss and the weighted self-supervised one become one; null adds them up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BalanceOptions? Balance { get; init; }

    [JsonIgnore]
    public PretextTask? Task => Pretext is { } kind ? new PretextTask(kind, new RegionGrid(Regions)) : null;

    /// <summary>What the loss depends on, in words.</summary>
    [JsonIgnore]
    public string Recipe => string.Create(CultureInfo.InvariantCulture,
        $"{(Task is null ? "SL" : $"{Task} at point {Point}{(Heads ? $" times {Weight}" : " without heads")}")}, {Loss} of {Angles} angles, "
            + $"dropout {Dropout}{(Frozen ? ", frozen" : "")}{(Balance is null ? "" : ", balanced " + Balance.Recipe)}");

    /// <summary>What is balanced: a supervised loss whose errors are rooted over the batch, and the cross entropies of the regions.</summary>
    internal static IReadOnlyList<BalancedTask> Tasks { get; } = [new("pose", LossKind.Compound), new("pretext", LossKind.CrossEntropy)];

    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        PretextLimits.Check(Name, Regions, Point);
        // Without branches nobody has to tell regions apart.
        if (Task is not null && Heads) PretextLimits.RequireCells(Name, Regions, Point, experiment);
        if (!(BinSize > 0)) throw new UserErrorException($"Stage '{Name}' has bins of {BinSize}°; give a positive size.");
        if (!(Weight > 0)) throw new UserErrorException($"Stage '{Name}' weighs its heads with {Weight}; give a positive number, or \"heads\": false.");
        if (Dropout is not (>= 0 and < 1)) throw new UserErrorException($"Stage '{Name}' has a dropout of {Dropout}; give 0 or more, below 1.");
        if (Angles is not (2 or 3)) throw new UserErrorException($"Stage '{Name}' learns {Angles} angles; give 2 (yaw, pitch) or 3.");
        if (Angles != 3 && Loss != SupervisedLoss.Regression)
        {
            throw new UserErrorException($"Stage '{Name}' learns {Angles} angles, which goes with \"loss\": \"Regression\" only.");
        }

        if (Balance is { } balance)
        {
            if (Task is null || !Heads) throw new UserErrorException($"Stage '{Name}' has one loss and nothing to balance; leave out its 'balance'.");
            if (balance.PerLabel || balance.NeedsHits)
            {
                throw new UserErrorException(
                    $"Stage '{Name}' has a loss that is rooted over the batch, which 'instance', 'source' and 'dtp' cannot balance; give another 'balance'.");
            }

            balance.Validate(Name, Tasks);
        }

        if (Frozen && (Init is null || Task is not null)) throw new UserErrorException($"Stage '{Name}' is frozen, so it needs an 'init' and no 'pretext'.");
    }
}
