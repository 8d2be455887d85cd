using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>The probes that there are.</summary>
public static class Probes
{
    public static IProbe Of(FaceTask task) => task switch
    {
        FaceTask.Pose => new PoseProbe(),
        FaceTask.Attributes => new AttributesProbe(),
        FaceTask.Landmarks => new LandmarksProbe(),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "No linear layer is asked for this."),
    };

    /// <summary>The mean absolute error over what is known.</summary>
    internal static Tensor AbsoluteError(Tensor answer, ProbeLabels labels)
    {
        using var scope = NewDisposeScope();
        var errors = where(labels.Known, (answer - labels.Values).abs(), zeros_like(answer));
        return (errors.sum() / labels.Known.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }
}
