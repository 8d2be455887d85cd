using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>
/// Where classes meet or the depth jumps. The loss is the mean binary cross entropy over known cells, edges weighing 0.95 and the many others 0.05
/// (thesis of Vandenhende 2022, 5.4.1).
/// </summary>
public sealed class EdgesTask : IFaceTask
{
    private const double EdgeWeight = 0.95;

    public LearntTask Task => new(FaceTask.Edges);

    public HeadShape Head => new(Task.Name, 1, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Parts is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var edges = labels.Edges();
        var weights = edges * (2 * EdgeWeight - 1) + (1 - EdgeWeight);
        var entropies = nn.functional.binary_cross_entropy_with_logits(answer, edges, weights, nn.Reduction.None);
        return SampleLosses.MeanOver(entropies, labels.Known()).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<BoundaryScore>(
        Task, new BoundaryScore(), (score, answer, labels) => score.Add(answer.sigmoid(), labels.Edges(), labels.Known()),
        score => [("odsF", score.OdsF, false)]);
}
