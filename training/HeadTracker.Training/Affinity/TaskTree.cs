namespace HeadTracker.Training.Affinity;

/// <summary>Which tasks share which parts of an encoder: a partition of the tasks for each part, each refining the one before it.</summary>
/// <param name="Branches">For each part from the image on, the branch of every task, numbered as they first occur.</param>
public sealed record TaskTree(IReadOnlyList<IReadOnlyList<int>> Branches)
{
    /// <summary>Branches of every part.</summary>
    public IReadOnlyList<int> Widths => [.. Branches.Select(part => part.Max() + 1)];

    /// <summary>
    /// The thesis's cost (4.3.2): over the parts the sum of the mean over their branches of the largest dissimilarity 1 - A within one. A branch of one task
    /// costs nothing.
    /// </summary>
    public double CostUnder(TaskAffinity affinity)
    {
        double cost = 0;
        for (var part = 0; part < Branches.Count; part++)
        {
            var place = part;
            var branches = Branches[part];
            cost += Enumerable.Range(0, branches.Max() + 1).Average(branch => affinity.Pairs()
                .Where(pair => branches[pair.One] == branch && branches[pair.Other] == branch)
                .Select(pair => 1 - affinity[place, pair.One, pair.Other]).DefaultIfEmpty(0).Max());
        }

        return cost;
    }

    /// <summary>The tasks of each branch of a part, by name.</summary>
    public IEnumerable<string> BranchesOf(int part, IReadOnlyList<string> tasks) =>
        Branches[part].Index().GroupBy(entry => entry.Item).Select(branch => string.Join(", ", branch.Select(entry => tasks[entry.Index])));
}
