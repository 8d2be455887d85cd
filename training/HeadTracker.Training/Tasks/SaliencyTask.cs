using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>
/// The head's mask. The loss is the mean binary cross entropy over known cells, the head's weighing by the share of the others and the others by the head's.
/// </summary>
public sealed class SaliencyTask : IFaceTask
{
    public LearntTask Task => new(FaceTask.Saliency);

    public HeadShape Head => new(Task.Name, 1, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Parts is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var (head, known) = (labels.Saliency(), labels.Known());
        var share = (head * known).sum([1, 2, 3], keepdim: true) / known.sum([1, 2, 3], keepdim: true).clamp_min(1);
        var weights = head * (1 - share) + (1 - head) * share;
        var entropies = nn.functional.binary_cross_entropy_with_logits(answer, head, weights, nn.Reduction.None);
        return SampleLosses.MeanOver(entropies, known).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<SaliencyScore>(
        Task, new SaliencyScore(), (score, answer, labels) => score.Add(answer.sigmoid(), labels.Saliency(), labels.Known()),
        score => [("mIoU", score.MeanIou, false)]);
}
