using HeadTracker.Training.Balancing;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>What a multi-task stage takes for true: its labels, some of them made wrong where the experiment asks for that.</summary>
internal sealed class TaskTruth
{
    private readonly MultiTaskStageOptions _options;
    private readonly FaceMapSet? _maps;
    private readonly IReadOnlyList<string> _scenes;
    private readonly LabelCorruption? _poses;
    private readonly ClassCorruption? _classes;

    private TaskTruth(
        MultiTaskStageOptions options, FaceMapSet? maps, IReadOnlyList<string> scenes,
        TrainingLabels? labels, LabelCorruption? poses, ClassCorruption? classes) =>
        (_options, _maps, _scenes, Labels, _poses, _classes) = (options, maps, scenes, labels, poses, classes);

    /// <summary>Null where nothing asks which label a sample has.</summary>
    public TrainingLabels? Labels { get; }

    /// <summary>Other words for other labels, where these decide the result.</summary>
    public string Signature => Labels is null ? "" : $", labels {Labels.Rows.Signature:x}";

    public static TaskTruth Of(MultiTaskStageOptions options, StageContext context, FaceMapSet? maps, IReadOnlyList<string> scenes)
    {
        var seed = context.Experiment.Seed;
        var labels = options.Balance is { PerLabel: true } || options.Corrupt is not null
            ? TrainingLabels.Of(options, context.Experiment, context.Paths)
            : null;
        return new(
            options, maps, scenes, labels,
            options.Corrupt?.Pose is > 0 and var poses ? LabelCorruption.Draw(labels!, poses, seed) : null,
            options.Corrupt?.Segmentation is > 0 and var classes ? ClassCorruption.Draw(labels!.Rows.Count, classes, seed) : null);
    }

    /// <summary>The set with wrong poses, which is to be disposed before it; null where none is wrong.</summary>
    public FaceSet? Relabel(FaceSet set) => _poses?.Apply(set, Labels!.Rows);

    /// <summary>The maps of a batch, in the caller's dispose scope; null where no task needs any.</summary>
    public MapBatch? LabelsOf(FaceBatch batch)
    {
        var labels = _maps?.LabelsOf(batch, _scenes);
        if (labels is null || _classes is null) return labels;
        return _classes.Apply(labels, [.. batch.Rows.ToArray().Select(row => Labels!.Rows.LabelOf[(int)row])]);
    }

    /// <summary>
    /// The share of each task's wrong labels among as many labels with the largest parameters of that task; nothing without such parameters or wrong labels.
    /// </summary>
    /// <param name="folder">With the checkpoint.</param>
    public IEnumerable<TaskScore> Found(RunFolder folder)
    {
        if (_options.Balance is not InstanceOptions || Labels is null) yield break;
        var (values, momenta) = Labels.ParametersIn(TrainingCheckpoint.LatestWhole(folder)!);
        foreach (var (task, wrong) in new[] { (FaceTask.Pose, _poses?.Labels), (FaceTask.Segmentation, _classes?.Labels) })
        {
            if (wrong is null) continue;
            var column = _options.Learnt.Index().First(entry => entry.Item.Kind == task).Index;
            var ranking = SuspectRanking.Of(values, momenta, _options.Learnt.Count, column);
            yield return new TaskScore(new LearntTask(task).Name, "wrong labels found", SuspectRanking.Detection(ranking, wrong), LowerIsBetter: false);
        }
    }
}
