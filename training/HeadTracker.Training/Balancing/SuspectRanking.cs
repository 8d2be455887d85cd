namespace HeadTracker.Training.Balancing;

/// <summary>Labels in the order in which they are suspect: those with the largest parameters, on average over the tasks, first.</summary>
public static class SuspectRanking
{
    /// <param name="parameters">s, row by row, of <paramref name="tasks"/> numbers each.</param>
    /// <param name="tasks">K.</param>
    /// <returns>Every row's number; rows that are equally suspect in their order.</returns>
    public static int[] Of(IReadOnlyList<float> parameters, int tasks)
    {
        var sums = Enumerable.Range(0, parameters.Count / tasks).Select(row => Enumerable.Range(0, tasks).Sum(task => parameters[row * tasks + task]));
        return [.. sums.Index().OrderByDescending(row => row.Item).Select(row => row.Index)];
    }

    /// <summary>
    /// Share of the corrupt labels that are among as many of the most suspect (Vasu et al. 2021, 4.6): what luck would find of a corrupt 40 % is 0.4.
    /// </summary>
    public static double Detection(IReadOnlyList<int> ranking, IReadOnlySet<int> corrupt) =>
        (double)ranking.Take(corrupt.Count).Count(corrupt.Contains) / corrupt.Count;
}
