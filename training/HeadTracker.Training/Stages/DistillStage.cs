using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>
/// The second stage (§5.3): a network with the finest RvC head alone learns from the convolutional ensemble over an earlier one, eq. 7.
/// </summary>
/// <remarks>
/// Teacher and student look at the same augmented image (fig. 4): the augmentations run on the ensemble's larger view and the student gets
/// its middle, so that the teacher's answer always belongs to what the student sees. Coarse dropout alone, which comes last (§4.3), falls on the
/// student's view: its holes belong to an input of 224 pixels, and on the larger view some would miss the student. The loss is linear in the
/// teacher's probabilities apart from their entropy, which the student has no part in: with a few of the ensemble's boxes drawn anew in every step,
/// the mean gradient over the draws is that of the whole ensemble.
/// </remarks>
public static class DistillStage
{
    public static IReadOnlyList<ResultRow> Run(DistillStageOptions options, StageContext context, StageReport report)
    {
        var grid = context.Experiment.Ensemble.ToGrid();
        using var teacher = context.NetworkOf(options.Teacher);
        // The teacher's finest bins decide the student's, whatever other heads it has.
        var bins = teacher.Heads.Bins[0];
        var definition = new PoseNetworkDefinition(context.ShapeOf(options), [bins.BinSize], Regression: false, bins.Range);
        using var student = context.Create(definition, options);

        var size = context.Experiment.Model.InputSize;
        var augmentation = options.AugmentationOf(context.Experiment);
        var dropout = new AugmentationPipeline(AugmentationOptions.None with { CoarseDropout = augmentation.CoarseDropout });
        var teaches = $"{grid}{Drawn(options)} over {context.OriginOf(options.Teacher)}; dropout {augmentation.CoarseDropout} for the student alone";
        var plan = BaseStage.PlanOf(options, context, grid.Padding, teaches) with { Augmentation = augmentation with { CoarseDropout = 0 } };
        var trainer = new Trainer(plan, student, context.TrainOf(options));
        return context.Train(
            trainer,
            batch =>
            {
                var wide = context.InputOf(batch);
                var probabilities = options.BoxesPerStep is { } boxes
                    ? ConvolutionalEnsemble.Probabilities(teacher, wide, grid, grid.Draw(boxes, batch.Random!))
                    : ConvolutionalEnsemble.Probabilities(teacher, wide, grid);
                var view = context.InputOf(StudentsView(batch, grid.Padding, size, dropout));
                return DistillationObjective.Of(batch.Whole(student.call(view)), batch.Whole(probabilities), batch.Degrees, batch.Weights);
            },
            report, options.Name, () => context.Evaluate(student, options.Name));
    }

    /// <summary>The middle of the teacher's view, with the student's own coarse dropout; the teacher's stays whole.</summary>
    internal static FaceBatch StudentsView(FaceBatch batch, int padding, int size, AugmentationPipeline dropout)
    {
        var middle = batch.Images.narrow(2, padding, size).narrow(3, padding, size).clone();
        dropout.Apply(middle, batch.Random!);
        return batch with { Images = middle };
    }

    private static string Drawn(DistillStageOptions options) => options.BoxesPerStep is { } boxes ? $", {boxes} a step" : "";
}
