using HeadTracker.Training.Balancing;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Several tasks on one backbone or a tree of its stages (thesis of Vandenhende 2022, ch. 2, 4 and 6), their losses balanced. The checkpoint's network is
/// the plain one: other branches, heads and balancer train along and are left behind.
/// </summary>
public static class MultiTaskStage
{
    public static IReadOnlyList<ResultRow> Run(MultiTaskStageOptions options, StageContext context, StageReport report)
    {
        var train = context.TrainOf(options);
        LearntTask[] mapped = [.. options.Learnt.Where(task => task.NeedsMaps)];
        using var maps = mapped.Length > 0 ? FaceMapSet.Open(train) : null;
        var scenes = maps?.Scenes ?? [];
        var leaves = StageNetworks.TasksOf(options, scenes.Count);
        IFaceTask[] tasks = [.. leaves.SelectMany(leaf => leaf)];
        maps?.Require(tasks, options.Name);

        using var network = Create(options, context, leaves);
        var truth = TaskTruth.Of(options, context, maps, scenes);
        using var relabelled = truth.Relabel(train);
        using var balancer = (options.Balance ?? new FixedOptions()).Create(
            new BalancerPlan(options.Name, options.Balanced, context.Device) { Labels = truth.Labels?.Rows });
        nn.Module along = new Companions([.. network.Along, ("balancer", balancer)]);

        var plan = BaseStage.PlanOf(options, context, teacher: $"none, {options.Recipe}{truth.Signature}");
        if (options.Balance is { PerLabel: true }) truth.Labels!.RequireSame(plan.Folder);
        var trainer = new Trainer(plan, network.Pose, relabelled ?? train, along);
        var poses = context.Train(trainer, LossOf, report, options.Name, Poses, balancer);
        if (!context.Group.IsFirst) return poses;
        var scores = new TaskScores(options, context);
        ScoreRow.Write(plan.Folder, [
            .. scores.Of(network, tasks, scenes, poses),
            .. truth.Found(plan.Folder).Select(score => scores.RowOf("", score)),
        ]);
        return poses;

        IReadOnlyList<ResultRow> Poses() => options.LearnsPose ? context.Evaluate(network.Pose, options.Name) : [];

        Tensor LossOf(FaceBatch batch)
        {
            var output = network.call(context.InputOf(batch));
            var labels = truth.LabelsOf(batch);
            var losses = tasks.Zip(output.Answers, (task, answer) => (task.Task, Loss: task.LossOf(batch.Whole(answer), labels!)))
                .ToDictionary(pair => pair.Task, pair => pair.Loss);
            if (options.LearnsPose) losses[new(FaceTask.Pose)] = PoseLoss(batch.Whole(output.Pose), batch);
            SampleLosses[] ordered = [.. options.Learnt.Select(task => losses[task])];
            var shared = new SharedLayer(network.Pose.Backbone.LastWeightOf(network.SharedStage), output.Shared) { Share = batch.Share };
            return balancer.Combine(
                TaskLosses.Of(stack(ordered.Select(loss => loss.Losses), 1), batch.Weights, shared, stack(ordered.Select(loss => loss.Known), 1))
                    with { Rows = batch.Rows, Random = batch.Random });
        }
    }

    /// <summary>Branches start as the trunk does.</summary>
    private static MultiTaskNetwork Create(MultiTaskStageOptions options, StageContext context, IReadOnlyList<IFaceTask[]> leaves)
    {
        var shape = context.ShapeOf(options);
        var pose = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);
        var encoder = StageNetworks.EncoderOf(options, shape);
        encoder.StartFrom(pose.Backbone);
        var network = new MultiTaskNetwork(pose, encoder, StageNetworks.HeadsOf(shape, leaves, context.Experiment.Model.InputSize));
        network.to(context.Device);
        return network;
    }

    /// <summary>Eq. 4 of the KD paper, which every label is known for.</summary>
    private static SampleLosses PoseLoss(PoseOutput output, FaceBatch batch)
    {
        var losses = BaseObjective.Terms(output, batch.Degrees).mean([0]);
        return new(losses, ones_like(losses, ScalarType.Bool));
    }
}
