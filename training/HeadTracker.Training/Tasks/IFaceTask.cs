using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>
/// One of the tasks beside the pose: what its head answers with, what its loss is, and how it is measured. Maps are those of a <see cref="MapBatch"/>, and
/// answers lie over their cells.
/// </summary>
public interface IFaceTask
{
    LearntTask Task { get; }

    /// <summary>Its own layers.</summary>
    HeadShape Head { get; }

    /// <summary>Whether a sample has such a label at all.</summary>
    bool Knows(FaceMaps maps);

    /// <param name="answer">float32 (B, outputs), or (B, outputs, M, M).</param>
    /// <param name="labels">Of the same samples, as the network saw them.</param>
    SampleLosses LossOf(Tensor answer, MapBatch labels);

    /// <summary>For one test set.</summary>
    ITaskMeter NewMeter();
}

/// <summary>Measures answers over a whole set.</summary>
public interface ITaskMeter
{
    /// <summary>The first is what networks are compared by.</summary>
    IReadOnlyList<TaskScore> Scores { get; }

    /// <inheritdoc cref="IFaceTask.LossOf"/>
    void Add(Tensor answer, MapBatch labels);
}
