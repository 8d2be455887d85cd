using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Affinity;

/// <summary>Finds the tree that keeps dissimilar tasks apart at a price (thesis of Vandenhende 2022, algorithm 1).</summary>
/// <remarks>
/// Of few tasks all trees are looked at: as a part's cost is a mean over its branches, splitting one may raise it, and no tree can be left out for its
/// beginning. Of more there is <see cref="MergeSearch"/>. The tree that is split from the start costs nothing, so that the price decides.
/// </remarks>
public static class TreeSearch
{
    /// <summary>More have more trees than one wants to wait for.</summary>
    public const int MostEnumerated = 5;

    /// <summary>Of a search by merges, which takes seconds then.</summary>
    public const int MostTasks = 40;

    /// <summary>All trees: 5, 12, 22, 35 for three tasks and one to four parts.</summary>
    public static IEnumerable<TaskTree> All(int tasks, int parts)
    {
        var partitions = Partitions(tasks).ToArray();
        var finer = partitions.ToDictionary(coarse => coarse, coarse => partitions.Where(fine => TaskTree.Refines(fine, coarse)).ToArray());
        return From([], partitions);

        IEnumerable<TaskTree> From(IReadOnlyList<IReadOnlyList<int>> begun, IReadOnlyList<int[]> choices) => begun.Count == parts
            ? [new TaskTree(begun)]
            : choices.SelectMany(choice => From([.. begun, choice], finer[choice]));
    }

    /// <summary>The cheapest tree under the affinity within a budget; of equals the one with the lower price.</summary>
    /// <param name="affinity">Of at most <see cref="MostTasks"/> tasks.</param>
    /// <param name="price">Of a tree, such as its parameters: a sum over its parts, each growing with its branches.</param>
    /// <param name="budget">What it may come to.</param>
    /// <exception cref="UserErrorException">There are too many tasks, or not even one network for all is within the budget.</exception>
    public static TaskTree Best(TaskAffinity affinity, Func<TaskTree, double> price, double budget)
    {
        if (affinity.Tasks.Count > MostTasks)
            throw new UserErrorException($"Trees of {affinity.Tasks.Count} tasks are too many to look at; give at most {MostTasks} stages.");
        return (affinity.Tasks.Count > MostEnumerated ? new MergeSearch(affinity, price, budget).Best() : BestOfAll(affinity, price, budget))
            ?? throw new UserErrorException($"No tree fits a budget of {budget:0.##}, not even one encoder for all tasks; raise --budget.");
    }

    /// <summary>By enumeration; null where no tree is within the budget.</summary>
    internal static TaskTree? BestOfAll(TaskAffinity affinity, Func<TaskTree, double> price, double budget) =>
        All(affinity.Tasks.Count, affinity.Places).Select(tree => (Tree: tree, Price: price(tree))).Where(one => one.Price <= budget)
            .OrderBy(one => one.Tree.CostUnder(affinity)).ThenBy(one => one.Price).Select(one => one.Tree).FirstOrDefault();

    /// <summary>All ways to put tasks into branches, each branch numbered as it first occurs.</summary>
    private static IEnumerable<int[]> Partitions(int tasks)
    {
        if (tasks == 0) return [[]];
        return Partitions(tasks - 1).SelectMany(begun => Enumerable.Range(0, begun.DefaultIfEmpty(-1).Max() + 2).Select(branch => (int[])[.. begun, branch]));
    }
}
