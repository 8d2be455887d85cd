using System.Text.Json;
using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Experiments;

/// <summary>
/// How experiment files write a tree of tasks: <c>{ "3": [["segmentation", "normals"], ["depth"]] }</c> says which tasks share a branch from the third of a
/// backbone's stages on, up to the next one that is named. Before the first one named, all share one.
/// </summary>
public static class TreeNotation
{
    /// <param name="given">The tasks of every branch, by the stage that it begins with.</param>
    /// <param name="tasks">All of them, in the tree's order.</param>
    /// <param name="stage">The experiment's stage, for messages.</param>
    /// <exception cref="UserErrorException">It is no tree of these tasks.</exception>
    public static TaskTree Read(IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<string>>> given, IReadOnlyList<string> tasks, string stage)
    {
        if (given.Keys.FirstOrDefault(key => key is < 1 or > ResNet.Stages, 1) is not 1 and var wrong)
            throw new UserErrorException($"Stage '{stage}' branches at stage {wrong} of the backbone; it has 1 to {ResNet.Stages}.");
        var parts = new List<IReadOnlyList<int>>();
        for (var part = 1; part <= ResNet.Stages; part++)
        {
            var before = parts.LastOrDefault() ?? new int[tasks.Count];
            var own = given.TryGetValue(part, out var branches) ? Partition(branches, tasks, stage, part) : before;
            if (!TaskTree.Refines(own, before))
                throw new UserErrorException($"Stage '{stage}' puts tasks together at stage {part} of the backbone that have parted before; keep them apart.");
            parts.Add(own);
        }

        return new TaskTree(parts);
    }

    /// <summary>The tasks of every branch, by the stage that it begins with.</summary>
    /// <param name="tree">With a part for each of the backbone's stages.</param>
    /// <param name="tasks">Its tasks' names.</param>
    public static IReadOnlyDictionary<int, IReadOnlyList<IReadOnlyList<string>>> BranchesOf(TaskTree tree, IReadOnlyList<string> tasks) => tree.Branches.Index()
        .Where(part => !part.Item.SequenceEqual(part.Index == 0 ? new int[tasks.Count] : tree.Branches[part.Index - 1]))
        .ToDictionary(part => part.Index + 1, part => (IReadOnlyList<IReadOnlyList<string>>)[.. tree.TasksOf(part.Index, tasks).Select(names => names.ToArray())]);

    /// <summary>The JSON of a tree.</summary>
    /// <inheritdoc cref="BranchesOf"/>
    public static string Write(TaskTree tree, IReadOnlyList<string> tasks)
    {
        var entries = BranchesOf(tree, tasks).Select(part => $"\"{part.Key}\": [{string.Join(", ", part.Value.Select(List))}]");
        return $"{{ {string.Join(", ", entries)} }}";

        static string List(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(name => JsonSerializer.Serialize(name)))}]";
    }

    private static int[] Partition(IReadOnlyList<IReadOnlyList<string>> branches, IReadOnlyList<string> tasks, string stage, int part)
    {
        string[] named = [.. branches.SelectMany(branch => branch)];
        if (named.FirstOrDefault(name => !tasks.Contains(name)) is { } unknown)
            throw new UserErrorException($"Stage '{stage}' has '{unknown}' in its 'branches'; its tasks are {string.Join(", ", tasks)}.");
        if (tasks.FirstOrDefault(task => named.Count(name => name == task) != 1) is { } wrong)
        {
            var found = named.Count(name => name == wrong);
            throw new UserErrorException($"Stage '{stage}' has '{wrong}' in {found} branches from stage {part} of the backbone on; put every task into one.");
        }


        return TaskTree.Numbered([.. tasks.Select(task => branches.Index().First(branch => branch.Item.Contains(task)).Index)]);
    }
}
