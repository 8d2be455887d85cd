using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>
/// Which environment the face stands in. The loss is the cross entropy, which with one true scene is the thesis's Kullback-Leibler divergence.
/// </summary>
/// <param name="scenes">How many there are.</param>
public sealed class SceneTask(int scenes) : IFaceTask
{
    public LearntTask Task => new(FaceTask.Scene);

    public HeadShape Head => new(Task.Name, Math.Max(scenes, 1), Dense: false);

    public bool Knows(FaceMaps maps) => maps.Scene.Length > 0;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var entropies = nn.functional.cross_entropy(answer, labels.Scene, ignore_index: -1, reduction: nn.Reduction.None);
        return SampleLosses.SumOver(entropies, labels.Scene.ge(0)).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<(TopHitRate One, TopHitRate Five)>(
        Task, (new TopHitRate(1), new TopHitRate()),
        (rates, answer, labels) =>
        {
            rates.One.Add(answer, labels.Scene);
            rates.Five.Add(answer, labels.Scene);
        },
        rates => [("top-1 hits", rates.One.Rate, false), ("top-5 hits", rates.Five.Rate, false)]);
}
