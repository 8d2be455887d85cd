using System.Text.Json.Serialization;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Experiments;

/// <summary>
/// Pre-training by several pretext tasks at once (Doersch and Zisserman 2017). A step has a batch for each task, and the mean of their gradients; so as many
/// images are seen in an epoch whatever the tasks, as in the paper, which compares at equal time.
/// </summary>
public sealed record PretextMixStageOptions : PretrainingStageOptions
{
    /// <summary>What is learnt; motion on <see cref="DataOptions.Clips"/>.</summary>
    public IReadOnlyList<MixedPretext> Tasks { get; init; } = [];

    /// <summary>Whether all tasks see what colourisation does (<see cref="Lightness"/>), instead of each its own kind of colours.</summary>
    public bool Harmonise { get; init; }

    /// <summary>Weight of the L1 penalty on how each head mixes the stage's units (<see cref="UnitMixture"/>); null: heads see the last of them.</summary>
    public float? Lasso { get; init; }

    /// <summary>After which of the trunk's stages the heads lie, 1 … 4; the paper leaves out the last stage.</summary>
    public int Point { get; init; } = 3;

    [JsonIgnore]
    public bool NeedsClips => Tasks.Contains(MixedPretext.Motion);

    /// <summary>What the loss depends on, in words.</summary>
    [JsonIgnore]
    public string Recipe => FormattableString.Invariant($"{string.Join(" + ", Tasks)} at point {Point}{(Harmonise ? ", harmonised" : "")}")
        + (Lasso is { } lasso ? FormattableString.Invariant($", lasso {lasso}") : "");

    /// <summary>The experiment's, with room for a batch of every task.</summary>
    public override OptimiserOptions OptimiserOf(Experiment experiment)
    {
        var optimiser = base.OptimiserOf(experiment);
        return optimiser with { Batch = optimiser.Batch * Tasks.Count };
    }

    public override void Validate(Experiment experiment)
    {
        if (Tasks.Count == 0)
        {
            var names = string.Join(", ", Enum.GetValues<MixedPretext>().Select(task => $"{task}".ToLowerInvariant()));
            throw new UserErrorException($"Stage '{Name}' has no pretext task; name some in its 'tasks': {names}.");
        }

        base.Validate(experiment);
        if (Tasks.Distinct().Count() < Tasks.Count) throw new UserErrorException($"Stage '{Name}' names a pretext task twice; leave out one.");
        if (Point is < 1 or > ResNet.Stages) throw new UserErrorException($"Stage '{Name}' has its heads at point {Point}; give 1 to {ResNet.Stages}.");
        if (Lasso is not (null or >= 0 and < 1e6f)) throw new UserErrorException($"Stage '{Name}' has a lasso of {Lasso}; give 0 or more.");
        if (NeedsClips && experiment.Data.Clips is not { Count: > 0 })
            throw new UserErrorException($"Stage '{Name}' learns what moves; name a set of clips in 'data.clips'.");
    }
}
