using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Pre-training by Barlow Twins (the HMTL paper's §4.3): encoder and projector learn to say the same of two distorted views of a face without
/// label. What the checkpoint holds is as in <see cref="PretextStage"/>.
/// </summary>
public static class BarlowTwinsStage
{
    public static IReadOnlyList<ResultRow> Run(BarlowTwinsStageOptions options, StageContext context, StageReport report)
    {
        var outputs = context.Experiment.Model.Projector;
        var shape = context.ShapeOf(options);
        using var network = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);
        using var projector = new Projector(shape.Features, outputs).to(context.Device);

        var plan = BaseStage.PlanOf(options, context, teacher: $"none, Barlow Twins onto {outputs}, puzzle {options.Puzzle}");
        context.Train(
            new Trainer(plan, network, context.UnlabelledOf(options), projector),
            batch =>
            {
                var (first, second) = options.Views.Draw(batch.Images, batch.Random!);
                return BarlowTwinsObjective.Of(Project(batch with { Images = first }), Project(batch with { Images = second }));
            },
            report);
        return [];

        // Each view has batch statistics of its own, as in the original.
        Tensor Project(FaceBatch view)
        {
            using var features = network.Backbone.call(context.InputOf(view));
            using var pooled = features.mean([2, 3], type: ScalarType.Float32);
            return view.Whole(projector.call(pooled));
        }
    }
}
