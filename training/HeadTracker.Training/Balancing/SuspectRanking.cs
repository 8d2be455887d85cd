namespace HeadTracker.Training.Balancing;

/// <summary>
/// Labels in the order in which they are suspect: those with the largest parameters, on average over the tasks, first; of several at the parameters' bound
/// those that would go furthest beyond it.
/// </summary>
public static class SuspectRanking
{
    /// <param name="parameters">s, row by row, of <paramref name="tasks"/> numbers each.</param>
    /// <param name="momenta">Theirs, which point down where a parameter rises.</param>
    /// <param name="tasks">K.</param>
    /// <param name="task">The only one to judge by, 0 … K - 1; null for all.</param>
    /// <returns>Every row's number.</returns>
    public static int[] Of(float[] parameters, float[] momenta, int tasks, int? task = null)
    {
        var (first, count) = task is { } only ? (only, 1) : (0, tasks);
        return [.. Enumerable.Range(0, parameters.Length / tasks).OrderByDescending(row => SumOf(parameters, row)).ThenBy(row => SumOf(momenta, row))];

        float SumOf(float[] values, int row) => values.AsSpan(row * tasks + first, count).ToArray().Sum();
    }

    /// <summary>
    /// Share of the corrupt labels that are among as many of the most suspect (Vasu et al. 2021, 4.6): what luck would find of a corrupt 40 % is 0.4.
    /// </summary>
    public static double Detection(IReadOnlyList<int> ranking, IReadOnlySet<int> corrupt) =>
        (double)ranking.Take(corrupt.Count).Count(corrupt.Contains) / corrupt.Count;
}
