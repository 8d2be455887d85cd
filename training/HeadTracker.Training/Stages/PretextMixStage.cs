using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Pre-training by several pretext tasks (Doersch and Zisserman 2017): in every pass one head is at work on a batch of its own, and a step takes the mean of
/// the passes' gradients. What the checkpoint holds is as in <see cref="PretextStage"/>; stages behind the heads' point have learnt nothing.
/// </summary>
public static class PretextMixStage
{
    public static IReadOnlyList<ResultRow> Run(PretextMixStageOptions options, StageContext context, StageReport report)
    {
        using var network = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);
        using var heads = StageNetworks.HeadsOf(options, context.ShapeOf(options), context.Experiment.Model.InputSize).to(context.Device);
        using var passes = new PretextPasses(options, context, network.Backbone, heads);
        var plan = BaseStage.PlanOf(options, context, teacher: $"none, {options.Recipe}");
        context.Train(new Trainer(plan, network, context.UnlabelledOf(options), heads), passes.MeanLoss, report);
        return [];
    }
}
