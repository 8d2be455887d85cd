using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Affinity;

/// <summary>
/// Finds a tree of many tasks by a beam search. It goes from the deepest part, where every task is by itself at first, to the shallowest, and merges two
/// branches at a time: of every part and number of branches it keeps the <see cref="Width"/> partitions from which the cheapest trees go on.
/// </summary>
/// <remarks>
/// With the same partition, a tree that neither costs less nor has a lower price than another is left out: whatever comes before them is the same for both.
/// Five tasks have at most 25 partitions into so many branches (three), so up to five nothing else is left out, and the tree is that of enumeration.
/// </remarks>
/// <param name="affinity">Says how alike tasks are.</param>
/// <param name="price">A sum over the parts, each growing with its branches.</param>
/// <param name="budget">What it may come to.</param>
internal sealed class MergeSearch(TaskAffinity affinity, Func<TaskTree, double> price, double budget)
{
    /// <summary>Partitions kept.</summary>
    public const int Width = 25;

    private readonly int _tasks = affinity.Tasks.Count;

    /// <summary>The tree with the least cost, of equals the one with the least price; null where none is within the budget.</summary>
    public TaskTree? Best()
    {
        IReadOnlyList<Beginning> deeper = [new([.. Enumerable.Range(0, _tasks)], [new Tail([], 0, 0)])];
        for (var part = affinity.Places - 1; part >= 0; part--) deeper = Before(part, deeper);
        return deeper.SelectMany(one => one.Tails).OrderBy(tail => tail.Cost).ThenBy(tail => tail.Price).FirstOrDefault() is { } best
            ? new TaskTree(best.Parts)
            : null;
    }

    /// <summary>Puts a part before the deeper ones: the partition that they begin with, or one that merges some of its branches.</summary>
    private List<Beginning> Before(int part, IReadOnlyList<Beginning> deeper)
    {
        var kept = new List<Beginning>();
        var level = new Dictionary<int[], Candidate>(SameBranches.Instance);
        for (var branches = _tasks; branches > 0; branches--)
        {
            foreach (var one in deeper.Where(one => one.Partition.Max() == branches - 1))
            {
                Candidate.Of(level, one.Partition, TreeCost.CostAt(affinity, part, one.Partition)).Tails.Add(one.Tails);
            }

            var cheapest = CheapestOf(level.Values, part);
            var next = new Dictionary<int[], Candidate>(SameBranches.Instance);
            foreach (var candidate in level.Values.OrderBy(one => one.Tails.Min(tails => cheapest[tails]) + one.Cost).ThenBy(one => one.Cost).Take(Width))
            {
                var tails = Undominated(candidate.Tails.Distinct().SelectMany(one => one));
                var trees = Undominated(tails.Select(tail => Behind(part, candidate, tail)).Where(tree => tree.Price <= budget));
                if (trees.Count > 0) kept.Add(new(candidate.Partition, trees));
                foreach (var (merged, cost) in MergesOf(candidate.Partition, part)) Candidate.Of(next, merged, cost).Tails.Add(tails);
            }

            level = next;
        }

        return kept;
    }

    /// <summary>
    /// Of each list of deeper parts the least cost among those that are within the budget behind a part of as many branches as these candidates have, and one
    /// branch before that; infinite where none is.
    /// </summary>
    private Dictionary<IReadOnlyList<Tail>, double> CheapestOf(IReadOnlyCollection<Candidate> level, int part)
    {
        var cheapest = new Dictionary<IReadOnlyList<Tail>, double>(ReferenceEqualityComparer.Instance);
        foreach (var candidate in level)
        {
            foreach (var tails in candidate.Tails)
            {
                if (cheapest.ContainsKey(tails)) continue;
                cheapest[tails] = tails.Select(tail => Behind(part, candidate, tail)).Where(tree => tree.Price <= budget)
                    .Select(tree => tree.Cost - candidate.Cost).DefaultIfEmpty(double.PositiveInfinity).Min();
            }
        }

        return cheapest;
    }

    private Tail Behind(int part, Candidate candidate, Tail tail)
    {
        IReadOnlyList<int>[] parts = [candidate.Partition, .. tail.Parts];
        return new(parts, tail.Cost + candidate.Cost, price(new TaskTree([.. Enumerable.Repeat(new int[_tasks], part), .. parts])));
    }

    /// <summary>All partitions with one branch less, and what they cost.</summary>
    private IEnumerable<(int[] Partition, double Cost)> MergesOf(int[] partition, int part)
    {
        var branches = partition.Max() + 1;
        var largest = new double[branches, branches];
        foreach (var (one, other) in affinity.Pairs())
        {
            var (a, b) = (partition[one], partition[other]);
            largest[a, b] = largest[b, a] = Math.Max(largest[a, b], 1 - affinity[part, one, other]);
        }

        var sum = Enumerable.Range(0, branches).Sum(branch => largest[branch, branch]);
        for (var b = 1; b < branches; b++)
        {
            for (var a = 0; a < b; a++)
            {
                var merged = Math.Max(largest[a, b], Math.Max(largest[a, a], largest[b, b]));
                var (from, into) = (b, a);
                yield return (TaskTree.Numbered([.. partition.Select(branch => branch == from ? into : branch)]),
                    (sum - largest[a, a] - largest[b, b] + merged) / (branches - 1));
            }
        }
    }

    /// <summary>By rising price, those that cost less than all with a lower one.</summary>
    private static List<Tail> Undominated(IEnumerable<Tail> tails)
    {
        var kept = new List<Tail>();
        foreach (var tail in tails.OrderBy(tail => tail.Price).ThenBy(tail => tail.Cost))
        {
            if (kept.Count == 0 || tail.Cost < kept[^1].Cost) kept.Add(tail);
        }

        return kept;
    }

    /// <summary>The deepest parts of a tree.</summary>
    /// <param name="Parts">From the one at hand on.</param>
    /// <param name="Cost">Theirs.</param>
    /// <param name="Price">Of the tree that has one branch before them, the least it can come to.</param>
    private sealed record Tail(IReadOnlyList<IReadOnlyList<int>> Parts, double Cost, double Price);

    /// <summary>What begins with a partition.</summary>
    private sealed record Beginning(int[] Partition, IReadOnlyList<Tail> Tails);

    /// <summary>A partition of the part at hand, what it costs there, and the deeper parts that refine it.</summary>
    private sealed record Candidate(int[] Partition, double Cost)
    {
        public List<IReadOnlyList<Tail>> Tails { get; } = [];

        public static Candidate Of(Dictionary<int[], Candidate> level, int[] partition, double cost) =>
            level.TryGetValue(partition, out var known) ? known : level[partition] = new(partition, cost);
    }

    private sealed class SameBranches : IEqualityComparer<int[]>
    {
        public static readonly SameBranches Instance = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            foreach (var branch in obj) hash.Add(branch);
            return hash.ToHashCode();
        }
    }
}
