namespace HeadTracker.Training.Quantisation;

/// <summary>Chooses a tensor's range from its histogram.</summary>
public static class RangeFinder
{
    private const double OutsideShare = 1e-4;
    private const int Levels = 256;

    /// <summary>Probability of what Q never shows, so that one outlier costs much but not infinitely much.</summary>
    private const double Unseen = 1e-9;

    /// <summary>Ranges tried: the whole one, scaled by these steps down to a tenth.</summary>
    private const int Steps = 90;

    /// <returns>Contains 0.</returns>
    public static (float Low, float High) Find(ActivationHistogram histogram, RangeRule rule) => rule switch
    {
        RangeRule.MinMax => (histogram.Minimum, histogram.Maximum),
        RangeRule.Percentile => Percentile(histogram),
        RangeRule.SquaredError => Best(histogram, SquaredError),
        RangeRule.Entropy => Best(histogram, Divergence),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static (float Low, float High) Percentile(ActivationHistogram histogram)
    {
        var outside = (long)(histogram.Total * OutsideShare / 2);
        var counts = histogram.Counts;
        var (first, last) = (0, counts.Count - 1);
        for (var seen = counts[first]; seen <= outside; seen += counts[first]) first++;
        for (var seen = counts[last]; seen <= outside; seen += counts[last]) last--;
        return (MathF.Max(histogram.Minimum, MathF.Min(0, histogram.ValueOf(first))), MathF.Min(histogram.Maximum, MathF.Max(0, histogram.ValueOf(last))));
    }

    private static (float Low, float High) Best(ActivationHistogram histogram, Func<ActivationHistogram, float, float, double> cost)
    {
        var (best, bestCost) = (1f, double.PositiveInfinity);
        for (var step = 0; step < Steps; step++)
        {
            var share = 1 - step / 100f;
            var found = cost(histogram, share * histogram.Minimum, share * histogram.Maximum);
            if (found < bestCost) (best, bestCost) = (share, found);
        }

        return (best * histogram.Minimum, best * histogram.Maximum);
    }

    /// <summary>Inside, rounding to steps of s errs by s²/12 in the mean; 0 itself, half of all values after a ReLU, is exact.</summary>
    private static double SquaredError(ActivationHistogram histogram, float low, float high)
    {
        var step = (high - low) / (Levels - 1);
        var rounding = step * step / 12.0;
        var sum = 0.0;
        for (var bin = 0; bin < histogram.Counts.Count; bin++)
        {
            if (histogram.Counts[bin] == 0 || (bin == ActivationHistogram.HalfCount && low == 0)) continue;
            var value = histogram.ValueOf(bin);
            var outside = Math.Max(0, Math.Max(low - value, value - high));
            sum += histogram.Counts[bin] * (outside > 0 ? (double)outside * outside : rounding);
        }

        return sum;
    }

    /// <summary>
    /// KL(P ‖ Q): P is what is seen inside the range, with what lies outside added to its ends; Q is the same without the
    /// outsiders, each of the 256 levels spread evenly over its bins that are in use.
    /// </summary>
    private static double Divergence(ActivationHistogram histogram, float low, float high)
    {
        var (first, last) = (BinOf(histogram, low), BinOf(histogram, high));
        var count = last - first + 1;
        // Fewer bins than levels: every value keeps its own, and nothing can be told.
        if (count < Levels) return double.PositiveInfinity;
        var inside = new double[count];
        for (var i = 0; i < count; i++) inside[i] = histogram.Counts[first + i];
        var seen = (double[])inside.Clone();
        for (var bin = 0; bin < first; bin++) seen[0] += histogram.Counts[bin];
        for (var bin = last + 1; bin < histogram.Counts.Count; bin++) seen[^1] += histogram.Counts[bin];

        var divergence = 0.0;
        var (total, totalInside) = (seen.Sum(), inside.Sum());
        for (var level = 0; level < Levels; level++)
        {
            var (start, end) = (level * count / Levels, (level + 1) * count / Levels);
            var (mass, used) = (0.0, 0);
            for (var i = start; i < end; i++)
            {
                mass += inside[i];
                if (seen[i] > 0) used++;
            }

            for (var i = start; i < end; i++)
            {
                if (seen[i] == 0) continue;
                var q = Math.Max(Unseen, mass / used / totalInside);
                divergence += seen[i] / total * Math.Log(seen[i] / total / q);
            }
        }

        return divergence;
    }

    private static int BinOf(ActivationHistogram histogram, float value) =>
        Math.Clamp((int)MathF.Floor(value / histogram.BinWidth) + ActivationHistogram.HalfCount, 0, histogram.Counts.Count - 1);
}
