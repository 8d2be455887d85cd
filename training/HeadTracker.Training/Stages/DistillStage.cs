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
/// its middle, so that the teacher's answer always belongs to what the student sees. The loss is linear in the teacher's probabilities apart
/// from their entropy, which the student has no part in: with a few of the ensemble's boxes drawn anew in every step, the mean gradient over
/// the draws is that of the whole ensemble.
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
        var trainer = new Trainer(BaseStage.PlanOf(options, context, grid.Padding, $"{grid}{Drawn(options)} over {context.OriginOf(options.Teacher)}"),
            student, context.TrainOf(options));
        return context.Train(
            trainer,
            batch =>
            {
                var wide = context.InputOf(batch);
                var probabilities = options.BoxesPerStep is { } boxes
                    ? ConvolutionalEnsemble.Probabilities(teacher, wide, grid, grid.Draw(boxes, batch.Random!))
                    : ConvolutionalEnsemble.Probabilities(teacher, wide, grid);
                var middle = wide.narrow(2, grid.Padding, size).narrow(3, grid.Padding, size);
                return DistillationObjective.Of(student.call(middle), probabilities, batch.Degrees, batch.Weights);
            },
            report, options.Name, () => context.Evaluate(student, options.Name));
    }

    private static string Drawn(DistillStageOptions options) => options.BoxesPerStep is { } boxes ? $", {boxes} a step" : "";
}
