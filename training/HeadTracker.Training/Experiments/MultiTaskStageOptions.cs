using System.Text.Json.Serialization;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;

namespace HeadTracker.Training.Experiments;

/// <summary>
/// Several tasks on one backbone (thesis of Vandenhende 2022): the pose by the deployed network's heads, the others by heads that vanish after training.
/// </summary>
public sealed record MultiTaskStageOptions : TrainingStageOptions
{
    /// <summary>What is learnt and compared with single tasks.</summary>
    public IReadOnlyList<FaceTask> Tasks { get; init; } = [];

    /// <summary>Attributes that are a task each wherever <see cref="FaceTask.Attributes"/> are learnt; empty for all of them as one task.</summary>
    public IReadOnlyList<FaceAttribute> Attributes { get; init; } = [];

    /// <summary>What is learnt along for the others' sake.</summary>
    public IReadOnlyList<FaceTask> Auxiliary { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TaskArchitecture Architecture { get; init; }

    /// <summary>
    /// Earlier stages that learn one of the tasks alone each: with their encoders and heads <see cref="TaskArchitecture.CrossStitch"/> and
    /// <see cref="TaskArchitecture.Nddr"/> start, and a <see cref="Grouping"/> compares them. Null for stitched encoders that all start from the encoder
    /// that <see cref="TrainingStageOptions.Init"/> gives.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Singles { get; init; }

    /// <summary>How <see cref="Branches"/> are found when the stage runs; null where they are given, or none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GroupingOptions? Grouping { get; init; }

    /// <summary>
    /// The tasks that share a branch of the backbone, by the first of its stages, 1 … 4, at which they do (<see cref="TreeNotation"/>); null for one encoder.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<string>>>? Branches { get; init; }

    /// <summary>How the tasks' losses become one; null adds them up.</summary>
    public BalanceOptions? Balance { get; init; }

    /// <summary>Labels made wrong on purpose; null for none.</summary>
    public CorruptOptions? Corrupt { get; init; }

    /// <summary>Earlier stages that learn one of <see cref="Tasks"/> each, as a baseline for Δ_MTL (eq. 2.2); empty for none.</summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>All tasks, in the order of their losses.</summary>
    [JsonIgnore]
    public IReadOnlyList<LearntTask> Learnt => [.. Main, .. Auxiliary.SelectMany(Split)];

    /// <summary>Those of <see cref="Tasks"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<LearntTask> Main => [.. Tasks.SelectMany(Split)];

    /// <summary>Whether pose heads learn.</summary>
    [JsonIgnore]
    public bool LearnsPose => Learnt.Contains(new(FaceTask.Pose));

    /// <summary>
    /// Which tasks share which stages: the pose, where it is learnt, is the first. Before a <see cref="Grouping"/> has found it, the one that shares nothing.
    /// </summary>
    /// <exception cref="UserErrorException"><see cref="Branches"/> are none of these tasks.</exception>
    [JsonIgnore]
    public TaskTree Tree => Branches is null
        ? Grouping is null ? TaskTree.Trunk(PoseFirst.Count, ResNet.Stages) : TaskTree.Split(PoseFirst.Count, ResNet.Stages)
        : TreeNotation.Read(Branches, [.. PoseFirst.Select(task => task.Name)], Name);

    /// <summary>The tasks on each leaf of the encoder; the first leaf's is the network that is exported, with the pose where it is learnt.</summary>
    [JsonIgnore]
    public IReadOnlyList<IReadOnlyList<LearntTask>> Leaves => Architecture switch
    {
        TaskArchitecture.Shared => [.. PoseFirst.Zip(Tree.Branches[^1]).GroupBy(task => task.Second).Select(leaf => leaf.Select(task => task.First).ToArray())],
        TaskArchitecture.Mtan => [[.. Learnt.Where(task => !task.NeedsMaps)], .. Learnt.Where(task => task.NeedsMaps).Select(task => new[] { task })],
        _ => [.. Learnt.Select(task => new[] { task })],
    };

    /// <summary>Whether tasks have encoders that feed each other.</summary>
    [JsonIgnore]
    public bool IsStitched => Architecture is TaskArchitecture.CrossStitch or TaskArchitecture.Nddr;

    /// <summary>What is balanced.</summary>
    [JsonIgnore]
    public IReadOnlyList<BalancedTask> Balanced => [.. Learnt.Select(task => new BalancedTask(task.Name, KindOf(task.Kind), FamilyOf(task.Kind)))];

    /// <summary>What the loss depends on, in words.</summary>
    [JsonIgnore]
    public string Recipe => $"tasks {string.Join(", ", Learnt.Select(task => task.Name))}"
        + (Architecture == TaskArchitecture.Shared ? "" : $", {Architecture}")
        + (Branches is null ? "" : $", branches {TreeNotation.Write(Tree, [.. PoseFirst.Select(task => task.Name)])}")
        + (Balance is null ? "" : $", balanced {Balance.Recipe}") + (Corrupt is null ? "" : $", {Corrupt.Recipe}");

    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        if (Tasks.Count == 0)
        {
            var names = string.Join(", ", Enum.GetValues<FaceTask>().Select(NameOf));
            throw new UserErrorException($"Stage '{Name}' has no task; name some in its 'tasks': {names}.");
        }

        if (Learnt.GroupBy(task => task).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UserErrorException($"Stage '{Name}' names the task '{twice.Key.Name}' twice; leave out one.");
        this.CheckSharing();
        var shared = IsStitched ? 0 : Grouping is null ? Tree.Common : ResNet.Stages;
        Corrupt?.Validate(Name, [.. Learnt.Select(task => task.Kind)]);
        if (Balance is not { } balance) return;
        if (Learnt.Count < 2 && !balance.PerLabel)
            throw new UserErrorException($"Stage '{Name}' has one task and nothing to balance; leave out its 'balance'.");
        if (balance.NeedsHits)
            throw new UserErrorException($"Stage '{Name}' has tasks without right answers, which 'dtp' cannot balance; give another 'balance'.");
        if (balance.NeedsShared && shared == 0)
            throw new UserErrorException($"Stage '{Name}' has a 'balance' for stages that all tasks share, and its tasks share none; give another 'balance'.");
        balance.Validate(Name, Balanced);
    }

    /// <summary>Stitched encoders learn by stochastic gradient descent, whatever the experiment's other stages do.</summary>
    public override OptimiserOptions OptimiserOf(Experiment experiment) =>
        IsStitched ? base.OptimiserOf(experiment) with { Kind = OptimiserKind.Sgd } : base.OptimiserOf(experiment);

    /// <summary>Stages whose scores it is compared with.</summary>
    /// <param name="earlier">Those before it, by name.</param>
    /// <exception cref="UserErrorException">There is none of that name, or a task has no baseline or two.</exception>
    internal void CheckAgainst(IReadOnlyDictionary<string, StageOptions> earlier)
    {
        if (Against.Count == 0) return;
        var baselines = Against.Select(name => earlier.GetValueOrDefault(name) as MultiTaskStageOptions
            ?? throw new UserErrorException($"Stage '{Name}' is compared with '{name}', which is no earlier stage of kind multiTask.")).ToArray();
        foreach (var task in Main)
        {
            var found = baselines.Count(baseline => baseline.Main.Contains(task));
            if (found == 1) continue;
            throw new UserErrorException($"Stage '{Name}' is compared with {found} stages that learn '{task.Name}'; name one in 'against'.");
        }
    }

    private IReadOnlyList<LearntTask> PoseFirst => [.. Learnt.OrderBy(task => task.NeedsMaps)];

    private IEnumerable<LearntTask> Split(FaceTask kind) =>
        kind == FaceTask.Attributes && Attributes.Count > 0 ? Attributes.Select(one => new LearntTask(kind, one)) : [new(kind)];

    private static string NameOf(FaceTask kind) => new LearntTask(kind).Name;

    private static LossKind KindOf(FaceTask task) => task switch
    {
        FaceTask.Pose => LossKind.Compound,
        FaceTask.Depth or FaceTask.Normals or FaceTask.Landmarks or FaceTask.Offsets => LossKind.AbsoluteError,
        _ => LossKind.CrossEntropy,
    };

    /// <summary>Classes of cells are alike whatever the classes; everything else has a size of its own.</summary>
    private static string FamilyOf(FaceTask task) => NameOf(task == FaceTask.Parts ? FaceTask.Segmentation : task);
}
