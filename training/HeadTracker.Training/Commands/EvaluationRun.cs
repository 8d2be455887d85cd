using HeadTracker.Training.Data;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;

namespace HeadTracker.Training.Commands;

/// <summary>An evaluation with a progress bar, of this process's share where several take part.</summary>
internal static class EvaluationRun
{
    public static IReadOnlyList<ModelResult> Run(FaceDataset dataset, PoseAdapterSet models, ProcessGroup? group = null)
    {
        IReadOnlyList<ModelResult> results = [];
        ConsoleProgress.Run(dataset.Name, (group ?? ProcessGroup.Alone).ShareOf(dataset.Faces.Count).Count,
            progress => results = Evaluator.Run(dataset, models.Adapters, progress, group));
        return results;
    }
}
