using HeadTracker.Training.Quantisation;

namespace HeadTracker.Training.Tests.Quantisation;

public class RangeFinderTests
{
    [Fact]
    public void Bins_merge_as_larger_values_come_and_no_value_is_lost()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 5000).Select(i => (float)(random.NextDouble() - 0.5) * MathF.Pow(2, i / 500f)).ToArray();
        var growing = new ActivationHistogram();
        foreach (var chunk in values.Chunk(100)) growing.Add(chunk);
        var atOnce = new ActivationHistogram();
        atOnce.Add(values);

        Assert.Equal(values.Length, growing.Counts.Sum());
        Assert.Equal((values.Min(), values.Max()), (growing.Minimum, growing.Maximum));
        Assert.Equal(atOnce.Counts, growing.Counts);
        Assert.Equal(values.Average(), growing.Counts.Select((count, bin) => count * growing.ValueOf(bin)).Sum() / values.Length, growing.BinWidth);
    }

    [Fact]
    public void Only_the_whole_range_follows_an_outlier()
    {
        var histogram = new ActivationHistogram();
        var random = new Random(2);
        histogram.Add([.. Enumerable.Range(0, 100_000).Select(_ => (float)random.NextDouble())]);
        histogram.Add([40f]);

        Assert.Equal(40, RangeFinder.Find(histogram, RangeRule.MinMax).High);
        Assert.InRange(RangeFinder.Find(histogram, RangeRule.Percentile).High, 0.98f, 1.05f);
        Assert.InRange(RangeFinder.Find(histogram, RangeRule.Entropy).High, 0.98f, 20);
        // One value in 10⁵ cut by 35 costs more than rounding all to a sixth of the step.
        Assert.InRange(RangeFinder.Find(histogram, RangeRule.SquaredError).High, 35, 40);
    }

    [Fact]
    public void Squared_error_finds_the_range_that_a_search_over_the_values_themselves_finds()
    {
        var random = new Random(3);
        // Long tails, for which cutting pays.
        var values = Enumerable.Range(0, 20_000).Select(_ => (float)Math.Pow(Math.Log(1 - random.NextDouble()), 3) * (random.Next(2) == 0 ? 1 : -1)).ToArray();
        var histogram = new ActivationHistogram();
        histogram.Add(values);

        double TrueCost(float low, float high)
        {
            var scale = ActivationScale.Covering(low, high);
            return values.Sum(value => Math.Pow(value - scale.Dequantize(scale.Quantize(value)), 2));
        }

        var best = Enumerable.Range(10, 91).Min(percent => TrueCost(percent / 100f * histogram.Minimum, percent / 100f * histogram.Maximum));
        var (foundLow, foundHigh) = RangeFinder.Find(histogram, RangeRule.SquaredError);
        Assert.InRange(TrueCost(foundLow, foundHigh), 0, 1.05 * best);
        Assert.InRange(foundHigh, 0, 0.99f * histogram.Maximum);
    }

    [Fact]
    public void Zero_has_a_byte_of_its_own_in_every_range()
    {
        foreach (var (low, high) in new[] { (0f, 6f), (-1f, 3f), (-5f, -1f), (2f, 3f), (0f, 0f) })
        {
            var scale = ActivationScale.Covering(low, high);
            Assert.Equal(0, scale.Dequantize(scale.Quantize(0)));
            Assert.InRange(scale.Dequantize(scale.Quantize(high)), high - scale.Scale, high + scale.Scale);
        }

        Assert.Equal(0, ActivationScale.Covering(0, 6).ZeroPoint);
    }

    [Fact]
    public void A_network_that_computes_no_numbers_is_refused()
    {
        Assert.Throws<UserErrorException>(() => new ActivationHistogram().Add([1, float.NaN]));
    }
}
