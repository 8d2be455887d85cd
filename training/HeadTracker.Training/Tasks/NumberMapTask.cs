using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>
/// Numbers for each cell: depth behind the face's centre in face sizes, which unlike metres can be seen in a crop; offsets to the centre of the part in cells,
/// what tells instances apart in street scenes. The loss is the mean absolute error over surfaces.
/// </summary>
/// <param name="kind">Which of them.</param>
/// <param name="channels">Numbers per cell.</param>
/// <param name="truth">float32 (B, channels, M, M).</param>
/// <param name="figures">What it is measured by: names with units, values, whether they are errors.</param>
public sealed class NumberMapTask(
    FaceTask kind, int channels, Func<MapBatch, Tensor> truth, Func<MapErrors, IReadOnlyList<(string Metric, double Value, bool LowerIsBetter)>> figures)
    : IFaceTask
{
    public LearntTask Task => new(kind);

    public HeadShape Head => new(Task.Name, channels, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Parts is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        return SampleLosses.MeanOver((answer - truth(labels)).abs(), labels.Surface()).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<MapErrors>(
        Task, new MapErrors(), (errors, answer, labels) => errors.Add(answer, truth(labels), labels.Surface()), figures);
}
