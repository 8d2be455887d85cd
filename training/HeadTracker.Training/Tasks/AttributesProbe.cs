using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>Every attribute by logistic regression.</summary>
public sealed class AttributesProbe : IProbe
{
    public LearntTask Task => new(FaceTask.Attributes);

    public ProbeLabels LabelsOf(Tensor degrees, MapBatch? maps) => new(maps!.Attributes.alias(), maps.AttributesKnown.alias());

    public Tensor LossOf(Tensor answer, ProbeLabels labels)
    {
        using var scope = NewDisposeScope();
        var entropies = nn.functional.binary_cross_entropy_with_logits(answer, labels.Values, reduction: nn.Reduction.None);
        return (where(labels.Known, entropies, zeros_like(entropies)).sum() / labels.Known.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }

    public IEnumerable<TaskScore> ScoresOf(Tensor answers, ProbeLabels labels)
    {
        var scores = new AttributeScores(FaceAttributes.Count);
        using var predicted = answers.gt(0);
        scores.Add(predicted, labels.Values, labels.Known);
        return [new(Task.Name, "accuracy", scores.Accuracy, LowerIsBetter: false),
            new(Task.Name, "balanced accuracy", scores.BalancedAccuracy, LowerIsBetter: false)];
    }
}
