using HeadTracker.Training.Affinity;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Affinity;

public sealed class AffinityTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Dissimilarity_is_one_less_the_correlation_of_features()
    {
        // The second is the first times 2 plus 1: 0. The third runs the other way: 2. The fourth is (1, 0, 1) - 2/3, at right angles to (-1, 0, 1): 1.
        var features = tensor(new float[] { 1, 2, 3, 3, 5, 7, 3, 2, 1, 1, 0, 1 }, [4, 3]);
        var above = Dissimilarity.Of(features);
        Assert.Equal([0, 2, 1, 2, 1, 1], above.Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Affinity_does_not_see_the_order_of_channels_nor_scale_and_shift_of_an_image()
    {
        manual_seed(4);
        var features = rand(20, 12, 3, 3);
        var other = rand(20, 12, 3, 3) + features;
        var expected = RankCorrelation.Of(Dissimilarity.Of(features), Dissimilarity.Of(other));
        var order = tensor(Enumerable.Range(0, 12).Select(i => (long)((i * 5 + 3) % 12)).ToArray());
        var changed = features.index_select(1, order) * (rand(20, 1, 1, 1) + 0.5) + rand(20, 1, 1, 1);
        Assert.Equal(expected, RankCorrelation.Of(Dissimilarity.Of(changed), Dissimilarity.Of(other)), 9);
        Assert.Equal(1, RankCorrelation.Of(Dissimilarity.Of(features), Dissimilarity.Of(changed)), 9);
        // Nor the order of images, where it is the same for both.
        var images = tensor(Enumerable.Range(0, 20).Select(i => (long)((i * 7 + 2) % 20)).ToArray());
        var shuffled = RankCorrelation.Of(Dissimilarity.Of(features.index_select(0, images)), Dissimilarity.Of(other.index_select(0, images)));
        Assert.Equal(expected, shuffled, 9);
    }

    [Fact]
    public void Ranks_of_equal_entries_are_their_mean()
    {
        Assert.Equal([0, 2, 2, 4, 2], RankCorrelation.Ranks([1, 3, 3, 9, 3]));
        // Ranks 0 1 2 3 against 0 2 1 3: 1 - 6·2 / (4·15).
        Assert.Equal(0.8, RankCorrelation.Of([1, 2, 3, 4], [10, 30, 20, 99]), 9);
        Assert.Equal(-1, RankCorrelation.Of([1, 2, 3], [0.3, 0.2, -5]), 9);
    }

    [Theory]
    [InlineData(3, new[] { 5, 12, 22, 35 })]
    [InlineData(4, new[] { 15, 60, 154, 315 })]
    [InlineData(5, new[] { 52, 358, 1304, 3455 })]
    public void There_are_as_many_trees_as_can_be_counted(int tasks, int[] counts)
    {
        foreach (var (parts, expected) in counts.Index()) Assert.Equal(expected, TreeSearch.All(tasks, parts + 1).Count());
    }

    [Fact]
    public void A_finer_partition_can_cost_more()
    {
        // A branch whose tasks differ by 0.9 and one that costs nothing: 0.45. The first one split into two that still differ by 0.9: 1.8 / 3.
        var affinity = new TaskAffinity(Pairwise(5, (0, 1, 0.9), (2, 3, 0.9), (0, 2, 0.9), (0, 3, 0.9), (1, 2, 0.9), (1, 3, 0.9)), Names(5));
        var coarse = new TaskTree([[0, 0, 0, 0, 1]]);
        var fine = new TaskTree([[0, 0, 1, 1, 2]]);
        Assert.Equal(0.45, coarse.CostUnder(affinity), 9);
        Assert.Equal(0.6, fine.CostUnder(affinity), 9);
    }

    [Fact]
    public void Two_clear_clusters_become_the_two_branches_that_the_budget_has()
    {
        var affinity = new TaskAffinity(Pairwise(4, (0, 1, 0.8), (0, 3, 0.7), (1, 2, 0.9), (2, 3, 0.8), (0, 2, 0.1), (1, 3, 0.2)), Names(4));
        var tree = TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 2);
        Assert.Equal(["0, 2", "1, 3"], tree.BranchesOf(0, affinity.Tasks));
        Assert.Equal(0.15, tree.CostUnder(affinity), 9);
        // Without a limit everybody has a branch, which costs nothing; with the least, there is one.
        Assert.Equal(4, TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 4).Widths[0]);
        Assert.Equal(1, TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 1).Widths[0]);
        Assert.Throws<UserErrorException>(() => TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 0.5));
    }

    [Fact]
    public void A_task_that_stands_twice_is_grouped_with_itself()
    {
        manual_seed(5);
        double[][] one = [Dissimilarity.Of(rand(12, 30)), Dissimilarity.Of(rand(12, 30))];
        double[][] other = [Dissimilarity.Of(rand(12, 30)), Dissimilarity.Of(rand(12, 30))];
        var affinity = new TaskAffinity(["a", "b", "a again"], [one, other, one]);
        Assert.Equal(1, affinity[0, 0, 2], 9);
        var tree = TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 4);
        Assert.Equal(["a, a again", "b"], tree.BranchesOf(0, affinity.Tasks));
        Assert.Equal(["a, a again", "b"], tree.BranchesOf(1, affinity.Tasks));
        Assert.Equal(0, tree.CostUnder(affinity), 9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Up_to_five_tasks_merging_finds_what_enumeration_finds(int tasks)
    {
        var random = new SeededRandom(seed: 3, tasks);
        // Of a narrow ResNet, whose later stages are the larger ones.
        double[] sizes = [1, 3, 11, 45];
        double Price(TaskTree tree) => tree.Widths.Zip(sizes, (width, size) => width * size).Sum() / (tasks * sizes.Sum());
        foreach (var budget in new[] { 0.1, 1.0 / tasks, 0.45, 0.6, 0.75, 0.9, 1 })
        {
            var affinity = Random(tasks, random);
            var expected = TreeSearch.BestOfAll(affinity, Price, budget);
            var found = new MergeSearch(affinity, Price, budget).Best();
            Assert.Equal(expected is null, found is null);
            if (expected is null) continue;
            Assert.Equal(expected.CostUnder(affinity), found!.CostUnder(affinity), 9);
            Assert.Equal(Price(expected), Price(found!), 9);
        }
    }

    [Fact]
    public void Many_tasks_are_put_into_the_clusters_that_they_have()
    {
        // Of twelve tasks every third one is like the others of its kind.
        var values = new double[2, 12, 12];
        for (var i = 0; i < values.Length; i++) values[i / 144, i / 12 % 12, i % 12] = i / 12 % 12 % 3 == i % 12 % 3 ? 1 : 0.1;
        var affinity = new TaskAffinity(values, Names(12));
        var tree = TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 7);
        Assert.Equal(["0, 3, 6, 9", "1, 4, 7, 10", "2, 5, 8, 11"], tree.BranchesOf(0, affinity.Tasks));
        Assert.Equal([3, 3], tree.Widths);
        Assert.Throws<UserErrorException>(() => TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 1));
    }

    [Fact]
    public void A_tree_of_forty_tasks_is_found_in_seconds_and_keeps_to_the_budget()
    {
        var affinity = Random(TreeSearch.MostTasks, new SeededRandom(seed: 4));
        var tree = TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 30);
        Assert.InRange(tree.Widths.Sum(), 4, 30);
        Assert.All(tree.Branches.Zip(tree.Branches.Skip(1)), pair => Assert.True(TaskTree.Refines(pair.Second, pair.First)));
        Assert.True(tree.CostUnder(affinity) < TaskTree.Trunk(TreeSearch.MostTasks, 4).CostUnder(affinity));
    }

    /// <summary>Affinities at four places.</summary>
    private static TaskAffinity Random(int tasks, SeededRandom random)
    {
        var values = new double[4, tasks, tasks];
        for (var place = 0; place < 4; place++)
        {
            for (var one = 0; one < tasks; one++)
            {
                values[place, one, one] = 1;
                for (var other = 0; other < one; other++) values[place, one, other] = values[place, other, one] = random.NextDouble();
            }
        }

        return new TaskAffinity(values, Names(tasks));
    }

    private static string[] Names(int tasks) => [.. Enumerable.Range(0, tasks).Select(task => $"{task}")];

    /// <summary>Affinities at one place from dissimilarities; pairs left out are as alike as can be.</summary>
    private static double[,,] Pairwise(int tasks, params (int One, int Other, double Difference)[] pairs)
    {
        var values = new double[1, tasks, tasks];
        for (var i = 0; i < tasks; i++)
        {
            for (var j = 0; j < tasks; j++) values[0, i, j] = 1;
        }

        foreach (var (one, other, difference) in pairs) values[0, one, other] = values[0, other, one] = 1 - difference;
        return values;
    }
}
