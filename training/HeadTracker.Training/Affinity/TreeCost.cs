using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Affinity;

/// <summary>What sharing costs (thesis of Vandenhende 2022, 4.3.2).</summary>
public static class TreeCost
{
    /// <summary>
    /// Over the parts the sum of the mean over their branches of the largest dissimilarity 1 - A within one. A branch of one task costs nothing.
    /// </summary>
    public static double CostUnder(this TaskTree tree, TaskAffinity affinity) =>
        tree.Branches.Index().Sum(part => CostAt(affinity, part.Index, part.Item));

    /// <summary>Of one part.</summary>
    /// <param name="affinity">Says how alike tasks are.</param>
    /// <param name="place">Which part.</param>
    /// <param name="branches">The branch of every task.</param>
    internal static double CostAt(TaskAffinity affinity, int place, IReadOnlyList<int> branches)
    {
        var largest = new double[branches.Max() + 1];
        foreach (var (one, other) in affinity.Pairs())
        {
            if (branches[one] != branches[other]) continue;
            largest[branches[one]] = Math.Max(largest[branches[one]], 1 - affinity[place, one, other]);
        }

        return largest.Average();
    }
}
