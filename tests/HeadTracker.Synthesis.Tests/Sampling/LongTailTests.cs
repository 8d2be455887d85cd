using HeadTracker.Synthesis.Sampling;

namespace HeadTracker.Synthesis.Tests.Sampling;

public class LongTailTests
{
    [Theory]
    [InlineData(6000, 250, 6)]
    [InlineData(240, 10, 6)]
    [InlineData(100, 100, 6)]
    [InlineData(500, 20, 1.5)]
    public void Everybody_is_there_and_the_pictures_are_all(int samples, int people, double alpha)
    {
        var tail = new LongTail(samples, people, alpha);
        var counts = Enumerable.Range(0, samples).GroupBy(sample => tail.PersonOf(sample)).OrderBy(person => person.Key)
            .Select(person => (long)person.Count()).ToArray();
        Assert.Equal(tail.Counts, counts);
        Assert.Equal(people, counts.Length);
        Assert.Equal(samples, counts.Sum());
        // Rounding alone may put a person one before the next.
        Assert.All(counts.Zip(counts.Skip(1)), pair => Assert.True(pair.First >= pair.Second - 1, $"{pair}"));
    }

    /// <summary>ImageNet-LT has 115,846 pictures of 1,000 classes, 1,280 to 5 of each (Liu et al. 2019).</summary>
    [Fact]
    public void A_power_of_six_has_a_head_and_a_tail()
    {
        long[] counts = [.. new LongTail(115_846, 1000, 6).Counts];
        Assert.InRange(counts[0], 800, 2000);
        Assert.InRange(counts[^1], 1, 5);
        Assert.InRange(counts.Count(count => count <= 40), 250, 450);
        Assert.True(counts.Take(250).Sum() > 115_846 / 2);
        // The smaller the power, the more unequal.
        Assert.True(new LongTail(115_846, 1000, 1.5).Counts.First() > 3 * counts[0]);
    }

    [Fact]
    public void Neighbours_show_one_person_or_the_next()
    {
        var tail = new LongTail(1000, 40, 6);
        for (var i = 1; i < 1000; i++) Assert.InRange(tail.PersonOf(i) - tail.PersonOf(i - 1), 0, 1);
        Assert.Equal(39, tail.PersonOf(5000));
    }
}
