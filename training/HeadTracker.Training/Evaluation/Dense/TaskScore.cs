namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>What a network reached in one of its tasks.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Value">The figure; NaN where nothing could be measured.</param>
/// <param name="LowerIsBetter">l of eq. 2.2.</param>
public readonly record struct TaskScore(string Task, string Metric, double Value, bool LowerIsBetter);
