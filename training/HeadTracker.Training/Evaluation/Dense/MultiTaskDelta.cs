namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>
/// Multi-task performance (thesis of Vandenhende 2022, eq. 2.2): how much better the T tasks do together than each in a network of its own, on average and
/// in proportion:
/// <code>Δ = 1/T · Σ_i (-1)^l_i · (M_m,i - M_b,i) / M_b,i,   l_i = 1 where lower is better</code>
/// </summary>
public static class MultiTaskDelta
{
    /// <param name="multi">M_m: the network's scores.</param>
    /// <param name="single">M_b: those of the single-task networks, joined by the tasks' names; tasks that the network does not have are left out.</param>
    /// <returns>A share: 0.01 is the 1 % of the thesis's tables. NaN without tasks, and where a score is NaN.</returns>
    /// <exception cref="UserErrorException">A task has no baseline, one by another metric, or one of 0.</exception>
    public static double Of(IReadOnlyList<TaskScore> multi, IReadOnlyList<TaskScore> single) =>
        multi.Select(score => GainOf(score, BaselineOf(score, single))).DefaultIfEmpty(double.NaN).Average();

    private static double GainOf(TaskScore score, double baseline) => (score.LowerIsBetter ? -1 : 1) * (score.Value - baseline) / baseline;

    private static double BaselineOf(TaskScore score, IReadOnlyList<TaskScore> single)
    {
        var baselines = single.Where(other => other.Task == score.Task).ToArray();
        if (baselines.Length == 0)
        {
            var known = single.Count == 0 ? "none" : string.Join(", ", single.Select(other => other.Task));
            throw new UserErrorException(
                $"Task '{score.Task}' has no single-task result to be compared with (there are: {known}); train it by itself first.");
        }

        var baseline = baselines[0];
        if ((baseline.Metric, baseline.LowerIsBetter) != (score.Metric, score.LowerIsBetter))
        {
            throw new UserErrorException(
                $"Task '{score.Task}' was measured by {score.Metric} and its single-task network by {baseline.Metric}; measure both by the same.");
        }

        return baseline.Value == 0
            ? throw new UserErrorException(
                $"The single-task network of '{score.Task}' has {score.Metric} 0, which nothing can be compared with; train it anew.")
            : baseline.Value;
    }
}
