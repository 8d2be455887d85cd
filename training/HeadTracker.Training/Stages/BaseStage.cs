using HeadTracker.Training.Balancing;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>The first stage (§5.2): all heads learn the labels, eq. 4, as they are or with the terms balanced.</summary>
public static class BaseStage
{
    public static IReadOnlyList<ResultRow> Run(BaseStageOptions options, StageContext context, StageReport report)
    {
        var definition = StageNetworks.DefinitionOf(options, context.Experiment);
        using var network = context.Create(definition, options);
        var labels = options.Balance is { PerLabel: true } || options.Corrupt is not null
            ? TrainingLabels.Of(options, context.Experiment, context.Paths)
            : null;
        using var wrong = options.Corrupt is { } corrupt
            ? LabelCorruption.Draw(labels!, corrupt.Pose, context.Experiment.Seed).Apply(context.TrainOf(options), labels!.Rows)
            : null;
        using var balancer = options.Balance is { } balance
            ? balance.Create(new(options.Name, BaseTasks.Of(balance, definition.BinSizes, definition.Regression), context.Device) { Labels = labels?.Rows })
            : null;

        var plan = PlanOf(options, context, teacher: RecipeOf(options, labels));
        if (options.Balance is { PerLabel: true }) labels!.RequireSame(plan.Folder);
        var trainer = new Trainer(plan, network, wrong ?? context.TrainOf(options), balancer);
        return context.Train(
            trainer, batch => LossOf(options, network, batch, context, balancer), report,
            options.Name, () => context.Evaluate(network, options.Name), balancer);
    }

    /// <summary>The plan of a training stage; the stage's own options win over the experiment's.</summary>
    internal static TrainingPlan PlanOf(TrainingStageOptions options, StageContext context, int padding = 0, string teacher = "")
    {
        var experiment = context.Experiment;
        return new(options.Name, context.Paths.StageFolder(options.Name), experiment.Seed, options.OptimiserOf(experiment),
            options.AugmentationOf(experiment), padding,
            $"weights {context.InitialWeightsOf(options)}; teacher {teacher}") { Group = context.Group };
    }

    private static Tensor LossOf(BaseStageOptions options, PoseNetwork network, FaceBatch batch, StageContext context, Balancer? balancer)
    {
        if (balancer is null) return BaseObjective.Of(batch.Whole(network.call(context.InputOf(batch))), batch.Degrees, batch.Weights, options.Joint);
        var features = network.PooledFeatures(context.InputOf(batch));
        var shared = new SharedLayer(network.Backbone.LastWeightOf(ResNet.Stages), features) { Share = batch.Share };
        var losses = BaseTasks.LossesOf(options.Balance!, batch.Whole(network.Heads.call(features)), batch.Degrees, batch.Weights, shared);
        return balancer.Combine(losses with { Rows = batch.Rows, Random = batch.Random });
    }

    /// <summary>What the result depends on besides the plain paper's training, in words; nothing for that one.</summary>
    private static string RecipeOf(BaseStageOptions options, TrainingLabels? labels) =>
        (options.Balance is { } balance ? $"none, balanced {balance.Recipe}" : "")
        + (options.Joint > 0 ? FormattableString.Invariant($"none, joint loss times {options.Joint}") : "")
        + (options.Corrupt is { } corrupt ? $", {corrupt.Recipe}" : "")
        + (labels is null ? "" : $", labels {labels.Rows.Signature:x}");
}
