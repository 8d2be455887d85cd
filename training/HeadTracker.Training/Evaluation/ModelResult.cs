namespace HeadTracker.Training.Evaluation;

/// <summary>What one model said about a dataset.</summary>
/// <param name="Metrics">The figures.</param>
/// <param name="Comparisons">The faces it gave a pose for, in the dataset's order.</param>
public sealed record ModelResult(PoseMetrics Metrics, IReadOnlyList<PoseComparison> Comparisons);
