using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>From each cell to the centre of its part, in cells: what tells instances apart in street scenes. The loss is the mean absolute error.</summary>
public sealed class OffsetsTask : IFaceTask
{
    public LearntTask Task => new(FaceTask.Offsets);

    public HeadShape Head => new(Task.Name, 2, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Parts is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        return SampleLosses.MeanOver((answer - labels.Offsets()).abs(), labels.Surface()).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<OffsetErrors>(
        Task, new OffsetErrors(), (errors, answer, labels) => errors.Add(answer, labels.Offsets(), labels.Surface()),
        errors => [("L1 (cells)", errors.MeanAbsolute, true)]);
}
