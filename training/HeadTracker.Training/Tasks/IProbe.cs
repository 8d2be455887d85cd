using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>What a linear layer on frozen features learns, and how it is measured.</summary>
public interface IProbe
{
    LearntTask Task { get; }

    /// <summary>In the caller's dispose scope.</summary>
    /// <param name="degrees">True yaw, pitch, roll (B, 3).</param>
    /// <param name="maps">Of the same samples; null where <see cref="Task"/> needs none.</param>
    ProbeLabels LabelsOf(Tensor degrees, MapBatch? maps);

    /// <param name="answer">float32 (B, outputs).</param>
    /// <param name="labels">Of the same samples.</param>
    /// <returns>A scalar: the mean over what is known.</returns>
    Tensor LossOf(Tensor answer, ProbeLabels labels);

    /// <summary>Of a whole test set.</summary>
    IEnumerable<TaskScore> ScoresOf(Tensor answers, ProbeLabels labels);
}
