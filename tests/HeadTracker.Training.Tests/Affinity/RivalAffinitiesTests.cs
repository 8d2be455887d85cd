using HeadTracker.Training.Affinity;
using HeadTracker.Training.Augmentation;

namespace HeadTracker.Training.Tests.Affinity;

public sealed class RivalAffinitiesTests
{
    private static readonly string[] Names = ["a", "b", "a again"];

    [Fact]
    public void A_task_with_the_same_easy_and_difficult_samples_is_grouped_with_itself()
    {
        double[] one = [0.1, 0.9, 0.4, 2, double.NaN], other = [5, 1, 3, 0.5, 7];
        var affinity = RivalAffinities.OfLosses(Names, [one, other, [.. one.Select(loss => 10 * loss)]], places: 4);
        Assert.Equal(4, affinity.Places);
        for (var place = 0; place < 4; place++)
        {
            Assert.Equal(1, affinity[place, 0, 2], 12);
            // Ranks 0 2 1 3 against 3 1 2 0.
            Assert.Equal(-1, affinity[place, 0, 1], 12);
        }

        var tree = TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 8);
        Assert.All(Enumerable.Range(0, 4), place => Assert.Equal(["a, a again", "b"], tree.BranchesOf(place, Names)));
    }

    [Fact]
    public void Tasks_without_common_samples_cannot_be_compared_by_them()
    {
        double[] one = [1, 2, 3, double.NaN], other = [double.NaN, double.NaN, 1, 2];
        var wrong = Assert.Throws<UserErrorException>(() => RivalAffinities.OfLosses(["a", "b"], [one, other], places: 1));
        Assert.Contains("'b' and 'a' have labels for 1 common faces", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chance_groups_anew_with_another_seed_and_alike_with_the_same()
    {
        string[] Grouped(long draw)
        {
            var affinity = RivalAffinities.OfChance(["a", "b", "c", "d", "e"], 4, new SeededRandom(seed: 1, draw));
            Assert.Equal(affinity[2, 1, 3], affinity[2, 3, 1]);
            Assert.Equal(1, affinity[0, 2, 2]);
            var tree = TreeSearch.Best(affinity, tree => tree.Widths.Sum(), budget: 8);
            Assert.InRange(tree.Widths.Sum(), 4, 8);
            return [.. Enumerable.Range(0, 4).Select(place => string.Join(" | ", tree.BranchesOf(place, affinity.Tasks)))];
        }

        Assert.Equal(Grouped(1), Grouped(1));
        Assert.True(Enumerable.Range(1, 8).Select(draw => string.Join('\n', Grouped(draw))).Distinct().Count() > 3);
    }
}
