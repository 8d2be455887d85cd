using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;

namespace HeadTracker.Training.Commands;

/// <summary>An evaluation with a progress bar.</summary>
internal static class EvaluationRun
{
    public static IReadOnlyList<ModelResult> Run(FaceDataset dataset, PoseAdapterSet models)
    {
        IReadOnlyList<ModelResult> results = [];
        ConsoleProgress.Run(dataset.Name, dataset.Faces.Count, progress => results = Evaluator.Run(dataset, models.Adapters, progress));
        return results;
    }
}
