using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Pre-training by puzzling or rotation (the HMTL paper's §4.2): an encoder learns, with the pretext task's heads on it, to say what was done to faces
/// without labels. The checkpoint's network has that encoder under pose heads that have learnt nothing, for other stages' <c>init</c>.
/// </summary>
public static class PretextStage
{
    public static IReadOnlyList<ResultRow> Run(PretextStageOptions options, StageContext context, StageReport report)
    {
        var shape = context.ShapeOf(options);
        using var network = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);
        using var branches = new PretextBranches(shape, options.Task, options.Point, context.Experiment.Model.InputSize).to(context.Device);

        var plan = BaseStage.PlanOf(options, context, teacher: $"none, {options.Task} at point {options.Point}");
        context.Train(
            new Trainer(plan, network, context.UnlabelledOf(options), branches),
            batch =>
            {
                var random = batch.Random!;
                using var labels = options.Task.Draw((int)batch.Images.shape[0], random, context.Device);
                var changed = batch with { Images = PretextTransform.Apply(batch.Images, labels, options.Task.Grid) };
                // Dropout draws from the global generator, which a resumed run would find in another state.
                manual_seed((long)(random.NextBits() >> 1));
                using var features = network.Backbone.FeaturesAt(context.InputOf(changed), options.Point);
                return PretextObjective.Of(batch.Whole(branches.call(features)), labels, weight: 1);
            },
            report);
        return [];
    }
}
