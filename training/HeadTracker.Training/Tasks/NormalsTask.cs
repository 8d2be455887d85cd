using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>Surface normals in the view frame. The loss is the sum of the components' absolute errors after normalising, averaged over surfaces.</summary>
public sealed class NormalsTask : IFaceTask
{
    public LearntTask Task => new(FaceTask.Normals);

    public HeadShape Head => new(Task.Name, 3, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Parts is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var errors = (nn.functional.normalize(answer, dim: 1) - labels.Normals).abs().sum(1, keepdim: true);
        return SampleLosses.MeanOver(errors, labels.Surface()).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<NormalErrors>(
        Task, new NormalErrors(), (errors, answer, labels) => errors.Add(answer, labels.Normals, labels.Surface()),
        errors => [("mean angle (°)", errors.MeanAngle, true), ("within 11.25°", errors.Within(11.25), false)]);
}
