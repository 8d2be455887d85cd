using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>One attribute as a task of its own, as each of CelebA's is in the thesis. The loss is the binary cross entropy.</summary>
public sealed class AttributeTask(FaceAttribute attribute) : IFaceTask
{
    public LearntTask Task => new(FaceTask.Attributes, attribute);

    public HeadShape Head => new(Task.Name, 1, Dense: false);

    public bool Knows(FaceMaps maps) => maps.Attributes[attribute] is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var entropies = nn.functional.binary_cross_entropy_with_logits(answer, Column(labels.Attributes), reduction: nn.Reduction.None);
        return SampleLosses.SumOver(entropies, Column(labels.AttributesKnown)).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<AttributeScores>(
        Task, new AttributeScores(1), (scores, answer, labels) => scores.Add(answer.gt(0), Column(labels.Attributes), Column(labels.AttributesKnown)),
        scores => [("accuracy", scores.Accuracy, false), ("balanced accuracy", scores.BalancedAccuracy, false)]);

    private Tensor Column(Tensor attributes) => attributes.narrow(1, (long)attribute, 1);
}
