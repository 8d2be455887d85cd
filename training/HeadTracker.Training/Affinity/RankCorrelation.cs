namespace HeadTracker.Training.Affinity;

/// <summary>Spearman's rank correlation: whether two lists put the same things in the same order.</summary>
public static class RankCorrelation
{
    /// <summary>-1 to 1; NaN where all entries of a list are alike.</summary>
    public static double Of(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        if (one.Count != other.Count) throw new ArgumentException("The lists have different lengths.", nameof(other));
        return OfRanks(Ranks(one), Ranks(other));
    }

    /// <summary>Of lists whose <see cref="Ranks"/> are known.</summary>
    internal static double OfRanks(double[] first, double[] second)
    {
        var (meanFirst, meanSecond) = (first.Average(), second.Average());
        double product = 0, squaresFirst = 0, squaresSecond = 0;
        for (var i = 0; i < first.Length; i++)
        {
            var (x, y) = (first[i] - meanFirst, second[i] - meanSecond);
            product += x * y;
            squaresFirst += x * x;
            squaresSecond += y * y;
        }

        return product / Math.Sqrt(squaresFirst * squaresSecond);
    }

    /// <summary>From 0; equal entries have the mean of the ranks that they take up.</summary>
    internal static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]].Equals(values[order[start]])) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end - 1) / 2.0;
            start = end;
        }

        return ranks;
    }
}
