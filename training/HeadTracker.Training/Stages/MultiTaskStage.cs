using HeadTracker.Training.Balancing;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tasks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Several tasks on one backbone or a tree of its stages (thesis of Vandenhende 2022, ch. 2, 4 and 6), their losses balanced. The checkpoint's network is
/// the plain one: other branches, heads and balancer train along and are left behind.
/// </summary>
public static class MultiTaskStage
{
    public static IReadOnlyList<ResultRow> Run(MultiTaskStageOptions given, StageContext context, StageReport report)
    {
        var options = TaskGrouping.Settle(given, context.Experiment, context.Paths, keep: true);
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

        var plan = BaseStage.PlanOf(options, context, teacher: $"none, {options.Recipe}{truth.Signature}{OriginsOf(options, context)}");
        if (options.Balance is { PerLabel: true }) truth.Labels!.RequireSame(plan.Folder);
        var units = network.Encoder.Units.ToHashSet<Parameter>(ReferenceEqualityComparer.Instance);
        var trainer = new Trainer(
            plan, network.Pose, relabelled ?? train, along, rateOf: parameter => units.Contains(parameter) ? StitchedEncoder.UnitRate : 1);
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
            var losses = tasks.Index().ToDictionary(
                task => task.Item.Task,
                task => LossWith(
                    task.Item, batch.Whole(output.Answers[task.Index]), [.. output.Initial[task.Index].Select(early => batch.Whole(early))], labels!));
            if (options.LearnsPose) losses[new(FaceTask.Pose)] = PoseLoss(batch.Whole(output.Pose), batch);
            SampleLosses[] ordered = [.. options.Learnt.Select(task => losses[task])];
            var shared = new SharedLayer(network.Pose.Backbone.LastWeightOf(network.SharedStage), output.Shared) { Share = batch.Share };
            return balancer.Combine(
                TaskLosses.Of(stack(ordered.Select(loss => loss.Losses), 1), batch.Weights, shared, stack(ordered.Select(loss => loss.Known), 1))
                    with { Rows = batch.Rows, Random = batch.Random });
        }
    }

    private static string OriginsOf(MultiTaskStageOptions options, StageContext context) =>
        options.IsStitched && options.Singles is { } singles ? $", from {string.Join(" and ", singles.Select(context.OriginOf))}" : "";

    /// <summary>Branches start as the trunk does.</summary>
    private static MultiTaskNetwork Create(MultiTaskStageOptions options, StageContext context, IReadOnlyList<IFaceTask[]> leaves)
    {
        var pose = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);
        var encoder = StageNetworks.EncoderOf(options, context.Experiment);
        encoder.StartFrom(pose.Backbone);
        var network = new MultiTaskNetwork(pose, encoder, StageNetworks.HeadsOf(options, leaves, context.Experiment));
        if (options.IsStitched && options.Singles is { } singles) StartFromSingles(network, options, singles, context);
        network.to(context.Device);
        return network;
    }

    /// <summary>Every task's encoder and heads from the stage that learnt it alone.</summary>
    private static void StartFromSingles(
        MultiTaskNetwork network, MultiTaskStageOptions options, IReadOnlyList<string> singles, StageContext context)
    {
        ResNet[] encoders = [network.Pose.Backbone, .. network.Encoder.Encoders];
        foreach (var (i, task) in options.Learnt.Index())
        {
            var single = singles.First(name => ((MultiTaskStageOptions)StageNetworks.Named(name, context.Experiment)).Learnt[0] == task);
            using var source = context.LoadNetwork(single, CPU);
            Widening.Copy(source.Backbone, encoders[i]);
            PretrainedWeights.CopyTaskHeads(context.CheckpointOf(single), network.Heads[i], single);
        }
    }

    /// <summary>Eq. 4 of the KD paper, which every label is known for.</summary>
    internal static SampleLosses PoseLoss(PoseOutput output, FaceBatch batch)
    {
        var losses = BaseObjective.Terms(output, batch.Degrees).mean([0]);
        return new(losses, ones_like(losses, ScalarType.Bool));
    }

    /// <summary>Of a task's answer and of those that a decoder gave on the way: they learn by the same loss with the same weight (thesis, eq. 5.2).</summary>
    private static SampleLosses LossWith(IFaceTask task, Tensor answer, IReadOnlyList<Tensor> initial, MapBatch labels)
    {
        var final = task.LossOf(answer, labels);
        return initial.Count == 0 ? final : final with { Losses = initial.Aggregate(final.Losses, (sum, early) => sum + task.LossOf(early, labels).Losses) };
    }
}
