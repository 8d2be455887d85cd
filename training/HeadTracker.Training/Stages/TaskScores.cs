using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What a multi-task stage reached: every task on every test set, Δ_MTL against single tasks, and what the network costs.</summary>
internal sealed class TaskScores(MultiTaskStageOptions options, StageContext context)
{
    private static readonly string Pose = new LearntTask(FaceTask.Pose).Name;

    /// <summary>Task and metric of a row of scores.</summary>
    public static (string Task, string Metric) Delta => ("Δ_MTL", "%");

    /// <inheritdoc cref="Delta"/>
    public static (string Task, string Metric) Parameters => ("network", "parameters (M)");

    /// <param name="network">Put into evaluation mode.</param>
    /// <param name="tasks">In the order of its answers.</param>
    /// <param name="scenes">What scenes are numbered by.</param>
    /// <param name="poses">The pose's rows.</param>
    public IReadOnlyList<ScoreRow> Of(MultiTaskNetwork network, IReadOnlyList<IFaceTask> tasks, IReadOnlyList<string> scenes, IReadOnlyList<ResultRow> poses)
    {
        network.eval();
        var rows = new List<ScoreRow>();
        foreach (var set in context.Tests)
        {
            var pose = poses.Where(row => row.Test == set.Name).SelectMany(PoseScores);
            TaskScore[] scores = [.. pose, .. FaceMapSet.IsBeside(set) ? Measure(network, tasks, scenes, set) : []];
            rows.AddRange(scores.Where(score => double.IsFinite(score.Value)).Select(score => RowOf(set.Name, score)));
            if (DeltaOf(set.Name, scores) is { } delta) rows.Add(RowOf(set.Name, delta));
        }

        // Pose heads that learn nothing are no part of it.
        nn.Module[] used = options.LearnsPose ? [network] : [network.Pose.Backbone, .. network.Along.Select(part => part.Module)];
        var size = context.Experiment.Model.InputSize;
        var work = MultiplyAdds.Of(used, size, size, image => network.call(image));
        rows.Add(RowOf("", new TaskScore(Parameters.Task, Parameters.Metric, ParameterCount.Of(used) / 1e6, LowerIsBetter: true)));
        rows.Add(RowOf("", new TaskScore("network", "multiply-adds (M)", work / 1e6, LowerIsBetter: true)));
        return rows;
    }

    /// <summary>A score as a row of this stage.</summary>
    public ScoreRow RowOf(string test, TaskScore score) =>
        new(options.Name, test, score.Task, score.Metric, double.IsFinite(score.Value) ? score.Value : null, score.LowerIsBetter);

    private static IEnumerable<TaskScore> PoseScores(ResultRow row)
    {
        yield return new TaskScore(Pose, "MAE (°)", row.Mean, LowerIsBetter: true);
        if (row.Geodesic is { } geodesic) yield return new TaskScore(Pose, "geodesic (°)", geodesic, LowerIsBetter: true);
    }

    private IEnumerable<TaskScore> Measure(MultiTaskNetwork network, IReadOnlyList<IFaceTask> tasks, IReadOnlyList<string> scenes, FaceSet set)
    {
        using var maps = FaceMapSet.Open(set);
        using var none = no_grad();
        var meters = tasks.Select(task => task.NewMeter()).ToArray();
        foreach (var batch in set.InBatches(context.Experiment.Optimiser.Batch))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var labels = maps.LabelsOf(batch, scenes);
            var answers = network.call(context.Normalizer.Apply(batch.Images)).Answers;
            for (var i = 0; i < meters.Length; i++) meters[i].Add(answers[i], labels);
        }

        return meters.SelectMany(meter => meter.Scores);
    }

    /// <summary>Null without baselines, and where the set lacks labels of a task.</summary>
    private TaskScore? DeltaOf(string test, IReadOnlyList<TaskScore> scores)
    {
        if (options.Against.Count == 0) return null;
        TaskScore[] multi = [.. options.Main.SelectMany(task => scores.Where(score => score.Task == task.Name).Take(1))];
        if (multi.Length < options.Main.Count || multi.Any(score => !double.IsFinite(score.Value))) return null;
        var single = options.Against.SelectMany(stage => ScoreRow.Read(context.Paths.StageFolder(stage)))
            .Where(row => row.Test == test && row.Value is not null)
            .Select(row => new TaskScore(row.Task, row.Metric, row.Value!.Value, row.LowerIsBetter)).ToArray();
        return new TaskScore(Delta.Task, Delta.Metric, 100 * MultiTaskDelta.Of(multi, single), LowerIsBetter: false);
    }
}
