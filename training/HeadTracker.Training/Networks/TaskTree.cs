namespace HeadTracker.Training.Networks;

/// <summary>Which tasks share which parts of an encoder: a partition of the tasks for each part, each refining the one before it.</summary>
/// <param name="Branches">For each part from the image on, the branch of every task, numbered as they first occur.</param>
public sealed record TaskTree(IReadOnlyList<IReadOnlyList<int>> Branches)
{
    /// <summary>Branches of every part.</summary>
    public IReadOnlyList<int> Widths => [.. Branches.Select(part => part.Max() + 1)];

    /// <summary>How many parts all tasks share.</summary>
    public int Common => Branches.TakeWhile(part => part.Max() == 0).Count();

    /// <summary>
    /// What every branch of the last part, a leaf, has of its own: the parts from <c>First</c> on, counted from 0. Those before it are of the earlier leaf
    /// <c>Parent</c>. The first leaf has all of its parts: it is the trunk.
    /// </summary>
    public IEnumerable<(int First, int Parent)> Leaves => Enumerable.Range(0, Branches[^1].Max() + 1).Select(leaf =>
    {
        var first = Enumerable.Range(0, Branches.Count).First(part => OwnerAt(part, leaf) == leaf);
        return (first, first == 0 ? leaf : OwnerAt(first - 1, leaf));
    });

    /// <summary>One encoder for all.</summary>
    public static TaskTree Trunk(int tasks, int parts) => new([.. Enumerable.Repeat(new int[tasks], parts)]);

    /// <summary>An encoder for every task.</summary>
    public static TaskTree Split(int tasks, int parts) => new([.. Enumerable.Repeat<int[]>([.. Enumerable.Range(0, tasks)], parts)]);

    /// <summary>A partition whose branches are numbered as they first occur.</summary>
    /// <param name="branches">What tells the branch of every task.</param>
    public static int[] Numbered<T>(IReadOnlyCollection<T> branches)
    {
        T[] order = [.. branches.Distinct()];
        return [.. branches.Select(branch => Array.IndexOf(order, branch))];
    }

    /// <summary>Whether tasks that share a branch of the finer partition share one of the coarser.</summary>
    public static bool Refines(IReadOnlyList<int> fine, IReadOnlyList<int> coarse) =>
        fine.Zip(coarse).Distinct().Count() == fine.Max() + 1;

    /// <summary>The tasks of each branch of a part, by name.</summary>
    public IEnumerable<string> BranchesOf(int part, IReadOnlyList<string> tasks) => TasksOf(part, tasks).Select(branch => string.Join(", ", branch));

    /// <inheritdoc cref="BranchesOf"/>
    public IEnumerable<IEnumerable<string>> TasksOf(int part, IReadOnlyList<string> tasks) =>
        Branches[part].Index().GroupBy(entry => entry.Item).Select(branch => branch.Select(entry => tasks[entry.Index]));

    /// <summary>The first of the leaves that share a leaf's branch of a part: numbers follow the tasks, so it is the branch's first task's.</summary>
    private int OwnerAt(int part, int leaf)
    {
        var branch = Branches[part][FirstOf(Branches[^1], leaf)];
        return Branches[^1][FirstOf(Branches[part], branch)];
    }

    private static int FirstOf(IReadOnlyList<int> branches, int branch) => branches.Index().First(entry => entry.Item == branch).Index;
}
