using HeadTracker.Training.Balancing;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Hybrid multi-task learning (the HMTL paper's §4): a supervised loss on puzzled or turned images, and beside it the pretext task's on its branches.
/// Without a pretext task this is the paper's SL. The checkpoint's network is the plain one, for whatever stage comes next.
/// </summary>
public static class HmtlStage
{
    public static IReadOnlyList<ResultRow> Run(HmtlStageOptions options, StageContext context, StageReport report)
    {
        var definition = StageNetworks.DefinitionOf(options, context.Experiment);
        using var network = new HmtlNetwork(
            context.Create(definition, options), options.Heads ? options.Task : null, context.Experiment.Model.InputSize, options.Point, options.Dropout);
        network.to(context.Device);

        var pose = network.Pose;
        using var balancer = options.Balance?.Create(new BalancerPlan(options.Name, HmtlStageOptions.Tasks, context.Device));
        nn.Module along = balancer is null ? network.Branches : new Companions(("branches", network.Branches), ("balancer", balancer));
        var trainer = new Trainer(
            BaseStage.PlanOf(options, context, teacher: $"none, {options.Recipe}"), pose, context.TrainOf(options), along,
                options.Frozen ? pose.Backbone : null);
        // The dropout before the heads belongs to neither of the two that are trained.
        if (trainer.Share is { } share) SharedDropout.Share(network, share);
        return context.Train(trainer, batch => LossOf(options, network, batch, context, balancer), report, options.Name, Evaluate, balancer);

        IReadOnlyList<ResultRow> Evaluate() => options.Loss == SupervisedLoss.Regression
            ? context.EvaluateRegression(pose, options.Name, options.Angles) : context.Evaluate(pose, options.Name);
    }

    private static Tensor LossOf(HmtlStageOptions options, HmtlNetwork network, FaceBatch batch, StageContext context, Balancer? balancer)
    {
        var random = batch.Random ?? throw new ArgumentException("The batch was not drawn by a trainer.", nameof(batch));
        PretextLabels? labels = null;
        if (options.Task is { } task)
        {
            labels = task.Draw((int)batch.Images.shape[0], random, context.Device);
            batch = batch with { Images = PretextTransform.Apply(batch.Images, labels, task.Grid) };
        }

        // Dropout draws from the global generator, which a resumed run would find in another state.
        manual_seed((long)(random.NextBits() >> 1));
        var output = network.call(context.InputOf(batch));
        var pose = batch.Whole(output.Pose);
        var loss = options.Loss == SupervisedLoss.Regression
            ? RegressionObjective.Of(pose.Regression!, batch.Degrees, options.Angles, batch.Weights)
            : HopeNetObjective.Of(pose, batch.Degrees, batch.Weights);
        if (labels is null || !options.Heads) return loss;
        var pretext = PretextObjective.Of(batch.Whole(output.Pretext), labels, options.Weight);
        return balancer?.Combine(new TaskLosses
        {
            Means = stack([loss, pretext]),
            Shared = new SharedLayer(network.Pose.Backbone.LastWeightOf(options.Point), output.Shared) { Share = batch.Share },
            Rows = batch.Rows,
            Random = random,
        }) ?? loss + pretext;
    }
}
