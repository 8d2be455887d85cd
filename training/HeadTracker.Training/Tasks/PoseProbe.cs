using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>Yaw, pitch and roll by linear regression on their absolute errors, scored as the KD paper's tables are: not wrapped.</summary>
public sealed class PoseProbe : IProbe
{
    /// <summary>Degrees of one unit of the answer, so that answers are about as large as features are.</summary>
    public const float Unit = 30;

    public LearntTask Task => new(FaceTask.Pose);

    public ProbeLabels LabelsOf(Tensor degrees, MapBatch? maps) => new(degrees / Unit, ones_like(degrees, ScalarType.Bool));

    public Tensor LossOf(Tensor answer, ProbeLabels labels) => Probes.AbsoluteError(answer, labels);

    public IEnumerable<TaskScore> ScoresOf(Tensor answers, ProbeLabels labels)
    {
        using var error = LossOf(answers, labels);
        return [new TaskScore(Task.Name, "MAE (°)", Unit * error.item<float>(), LowerIsBetter: true)];
    }
}
