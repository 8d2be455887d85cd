using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>A class for each cell: segmentation, parts. The loss is the mean cross entropy over known cells.</summary>
/// <param name="kind">Which of them.</param>
/// <param name="classes">How many.</param>
/// <param name="truth">int64 (B, M, M), -1 where it is not known.</param>
public sealed class ClassMapTask(FaceTask kind, int classes, Func<MapBatch, Tensor> truth) : IFaceTask
{
    public LearntTask Task => new(kind);

    public HeadShape Head => new(Task.Name, classes, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Parts is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var classes = truth(labels);
        var entropies = nn.functional.cross_entropy(answer, classes, ignore_index: -1, reduction: nn.Reduction.None);
        return SampleLosses.MeanOver(entropies, classes.ge(0)).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<ConfusionMatrix>(
        Task, new ConfusionMatrix(classes), (matrix, answer, labels) => matrix.Add(answer.argmax(1), truth(labels)),
        matrix => [("mIoU", matrix.MeanIou, false), ("pixel accuracy", matrix.PixelAccuracy, false)]);
}
