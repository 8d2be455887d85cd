using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>What is worn, done and known of the person. The loss is the sum of binary cross entropies over known attributes.</summary>
/// <param name="only">The one that is a task of its own, as each of CelebA's is in the thesis; null for all together.</param>
public sealed class AttributesTask(FaceAttribute? only = null) : IFaceTask
{
    private readonly int _count = only is null ? FaceAttributes.Count : 1;

    public LearntTask Task => new(FaceTask.Attributes, only);

    public HeadShape Head => new(Task.Name, _count, Dense: false);

    public bool Knows(FaceMaps maps) => only is { } one ? maps.Attributes[one] is not null : maps.Attributes.Known != 0;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var entropies = nn.functional.binary_cross_entropy_with_logits(answer, Chosen(labels.Attributes), reduction: nn.Reduction.None);
        return SampleLosses.SumOver(entropies, Chosen(labels.AttributesKnown)).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<AttributeScores>(
        Task, new AttributeScores(_count), (scores, answer, labels) => scores.Add(answer.gt(0), Chosen(labels.Attributes), Chosen(labels.AttributesKnown)),
        scores => [("accuracy", scores.Accuracy, false), ("balanced accuracy", scores.BalancedAccuracy, false)]);

    /// <summary>The columns of (B, A) that are learnt.</summary>
    private Tensor Chosen(Tensor attributes) => attributes.narrow(1, (long)(only ?? 0), _count);
}
