namespace HeadTracker.Training.Affinity;

/// <summary>
/// How alike tasks need their features, at several places of an encoder (the thesis's A): Spearman's correlation of the dissimilarities that single-task
/// networks find between the same images.
/// </summary>
public sealed class TaskAffinity
{
    private readonly double[,,] _values;

    /// <param name="tasks">N names.</param>
    /// <param name="dissimilarities">Of every task, at each of D places from the image on: entries of <see cref="Dissimilarity"/>.</param>
    public TaskAffinity(IReadOnlyList<string> tasks, IReadOnlyList<IReadOnlyList<double[]>> dissimilarities)
    {
        Tasks = tasks;
        Places = dissimilarities[0].Count;
        _values = new double[Places, tasks.Count, tasks.Count];
        for (var place = 0; place < Places; place++)
        {
            // Sorting is what takes the time: once for every task, not for every pair.
            double[][] ranks = [.. dissimilarities.Select(task => RankCorrelation.Ranks(task[place]))];
            for (var one = 0; one < tasks.Count; one++)
            {
                _values[place, one, one] = 1;
                for (var other = 0; other < one; other++)
                {
                    _values[place, one, other] = _values[place, other, one] = RankCorrelation.OfRanks(ranks[one], ranks[other]);
                }
            }
        }
    }

    /// <param name="values">(D, N, N), symmetric, 1 on the diagonals.</param>
    /// <param name="tasks">N names.</param>
    internal TaskAffinity(double[,,] values, IReadOnlyList<string> tasks) => (_values, Tasks, Places) = (values, tasks, values.GetLength(0));

    public IReadOnlyList<string> Tasks { get; }

    /// <summary>D.</summary>
    public int Places { get; }

    /// <summary>-1 to 1.</summary>
    public double this[int place, int one, int other] => _values[place, one, other];

    /// <summary>The mean over all pairs of tasks at a place (fig. 4.2).</summary>
    public double MeanAt(int place) => Pairs().Average(pair => _values[place, pair.One, pair.Other]);

    /// <summary>All pairs of two tasks.</summary>
    public IEnumerable<(int One, int Other)> Pairs() =>
        Enumerable.Range(0, Tasks.Count).SelectMany(other => Enumerable.Range(0, other).Select(one => (one, other)));
}
