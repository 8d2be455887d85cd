using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>What is worn, done and known of the person. The loss is the sum of binary cross entropies over known attributes.</summary>
public sealed class AttributesTask : IFaceTask
{
    public LearntTask Task => new(FaceTask.Attributes);

    public HeadShape Head => new(Task.Name, FaceAttributes.Count, Dense: false);

    public bool Knows(FaceMaps maps) => maps.Attributes.Known != 0;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var entropies = nn.functional.binary_cross_entropy_with_logits(answer, labels.Attributes, reduction: nn.Reduction.None);
        return SampleLosses.SumOver(entropies, labels.AttributesKnown).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<AttributeScores>(
        Task, new AttributeScores(FaceAttributes.Count), (scores, answer, labels) => scores.Add(answer.gt(0), labels.Attributes, labels.AttributesKnown),
        scores => [("accuracy", scores.Accuracy, false), ("balanced accuracy", scores.BalancedAccuracy, false)]);
}
