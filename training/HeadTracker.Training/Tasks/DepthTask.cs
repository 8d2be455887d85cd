using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>
/// Depth behind the face's centre in face sizes, which unlike metres can be seen in a crop. The loss is the mean absolute error over surfaces.
/// </summary>
public sealed class DepthTask : IFaceTask
{
    public LearntTask Task => new(FaceTask.Depth);

    public HeadShape Head => new(Task.Name, 1, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Parts is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        return SampleLosses.MeanOver((answer - labels.Depth).abs(), labels.Surface()).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<DepthErrors>(
        Task, new DepthErrors(), (errors, answer, labels) => errors.Add(answer, labels.Depth, labels.Surface()),
        errors => [("rmse (face sizes)", errors.Rmse, true), ("L1 (face sizes)", errors.MeanAbsolute, true)]);
}
