namespace HeadTracker.Training.Experiments;

/// <summary>Which ways to share a backbone go together, and what they start from.</summary>
internal static class TaskSharing
{
    /// <exception cref="UserErrorException">The stage's keys contradict each other.</exception>
    public static void CheckSharing(this MultiTaskStageOptions stage)
    {
        string[] ways = [.. new[]
        {
            stage.Architecture == TaskArchitecture.Shared ? null : "architecture", stage.Branches is null ? null : "branches",
            stage.Grouping is null ? null : "grouping",
        }.OfType<string>()];
        if (ways.Length > 1) throw new UserErrorException($"Stage '{stage.Name}' has '{ways[0]}' and '{ways[1]}'; leave out one of the two.");
        stage.Grouping?.Validate(stage.Name);
        if (stage is { Grouping: not null, Singles: null })
            throw new UserErrorException($"Stage '{stage.Name}' has a 'grouping' and nothing to compare; name a stage for each task in 'singles'.");
        if (stage is { Singles: not null, Grouping: null, IsStitched: false })
        {
            throw new UserErrorException(
                $"Stage '{stage.Name}' has 'singles', which go with a 'grouping' and with the architectures crossStitch and nddr; leave them out.");
        }

        if (stage.Architecture == TaskArchitecture.Shared) return;
        if (stage.IsStitched && stage.LearnsPose)
        {
            throw new UserErrorException(
                $"Stage '{stage.Name}' has the pose among tasks whose encoders feed each other, which could not be exported as the deployed network; "
                    + "leave it out of 'tasks', or take 'branches' or mtan, where it keeps to the trunk.");
        }

        if (stage.Learnt.Count < 2)
            throw new UserErrorException($"Stage '{stage.Name}' has one task, which has nobody to share with; leave out 'architecture'.");
    }

    /// <summary>Checks the stages whose networks its tasks start from, or whose features are compared.</summary>
    /// <param name="stage">Has <see cref="MultiTaskStageOptions.Singles"/>, or none.</param>
    /// <param name="earlier">Stages before it, by name.</param>
    /// <param name="experiment">Theirs.</param>
    /// <exception cref="UserErrorException">One is no such stage, or a task has none or two.</exception>
    public static void CheckSingles(this MultiTaskStageOptions stage, IReadOnlyDictionary<string, StageOptions> earlier, Experiment experiment)
    {
        if (stage.Singles is null) return;
        var singles = stage.Singles.Select(name => earlier.GetValueOrDefault(name) is MultiTaskStageOptions { Learnt: [var task] } single
                && (single.BackboneOf(experiment), single.WidthOf(experiment)) == (stage.BackboneOf(experiment), stage.WidthOf(experiment))
            ? task
            : throw new UserErrorException(
                $"Stage '{stage.Name}' takes '{name}' for one of its 'singles', which is no earlier stage of kind multiTask with one task, "
                    + "this backbone and this width."))
            .ToArray();
        if (singles.Except(stage.Learnt).ToArray() is [var other, ..])
            throw new UserErrorException($"Stage '{stage.Name}' has a stage for '{other.Name}' among its 'singles', which it does not learn; leave that out.");
        foreach (var learnt in stage.Learnt)
        {
            var found = singles.Count(single => single == learnt);
            if (found != 1)
                throw new UserErrorException($"Stage '{stage.Name}' has {found} stages for '{learnt.Name}' among its 'singles'; name one for each task.");
        }
    }
}
