using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Pre-training by momentum contrast (thesis of Vandenhende 2022, ch. 7): the encoder's views of a face shall be like the momentum encoder's view of it, the
/// anchor, and unlike other faces' anchors. What the checkpoint holds is as in <see cref="PretextStage"/>. <c>crops.png</c> shows how views overlap.
/// </summary>
public static class ContrastStage
{
    public static IReadOnlyList<ResultRow> Run(ContrastStageOptions options, StageContext context, StageReport report)
    {
        var faces = context.UnlabelledOf(options);
        var batchSize = Trainer.BatchOf(options.OptimiserOf(context.Experiment), faces.Count);
        var features = context.ShapeOf(options).Features;
        using var network = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);
        using var head = new ContrastHead(features, options.Outputs).to(context.Device);
        using var momentum = new MomentumEncoder(network.Backbone, head, options.Outputs, context.Device);
        using var queue = new KeyQueue(options.QueueOf(faces.Count, batchSize), options.Outputs, options.Neighbours > 0 ? features : null, context.Device);
        var along = new Companions(("head", head), ("momentum", momentum), ("queue", queue));
        var views = options.ViewsOf(context.Experiment.Model.InputSize);

        var plan = BaseStage.PlanOf(options, context, teacher: $"none, {options.Recipe}");
        Directory.CreateDirectory(plan.Folder.Path);
        CropOverlaps.Write(plan.Folder.File("crops.png"), options.Crops, context.Experiment.Seed);
        context.Train(new Trainer(plan, network, faces, along), LossOf, report);
        return [];

        Tensor LossOf(FaceBatch batch)
        {
            var random = batch.Random!;
            var drawn = views.Draw(batch.Images, random);
            // The encoder's last step is the one that it has not followed yet: of the first it has nothing to learn, as both are the same.
            momentum.Follow(options.Momentum);
            var (anchorFeatures, anchors) = momentum.KeysOf(
                context.InputOf(drawn.Anchors), random.Permutation(batchSize), options.GroupsOf(batchSize));

            var positiveFeatures = Features(drawn.Positives);
            if (drawn.Small is { } small) positiveFeatures = cat([positiveFeatures, Features(small)]);
            var positives = head.call(positiveFeatures);
            // The graph needs the queue as it is before this batch's keys come in.
            var others = queue.Keys.clone();
            var loss = ContrastObjective.Of(positives, anchors, others, options.Temperature);
            if (queue.Features is { } known)
            {
                loss += options.NeighbourWeight * ContrastObjective.OfNeighbours(
                    positives, positiveFeatures, others, known, options.Neighbours, options.Temperature);
            }

            queue.Enqueue(anchors, anchorFeatures);
            return loss;

            Tensor Features(Tensor images) => network.PooledFeatures(context.InputOf(images));
        }
    }
}
