using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>A metric by what it takes of answers and labels.</summary>
/// <typeparam name="T">The metric.</typeparam>
/// <param name="task">The task's.</param>
/// <param name="metric">Now owned by this.</param>
/// <param name="add">Adds a batch to it.</param>
/// <param name="figures">Its figures: what is measured, with its unit; the value; whether it is an error.</param>
internal sealed class TaskMeter<T>(
    LearntTask task, T metric, Action<T, Tensor, MapBatch> add, Func<T, IReadOnlyList<(string Metric, double Value, bool LowerIsBetter)>> figures) : ITaskMeter
{
    public IReadOnlyList<TaskScore> Scores =>
        [.. figures(metric).Select(figure => new TaskScore(task.Name, figure.Metric, figure.Value, figure.LowerIsBetter))];

    public void Add(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        add(metric, answer, labels);
    }
}
