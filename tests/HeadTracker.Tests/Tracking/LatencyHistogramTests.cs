using HeadTracker.Tracking;

namespace HeadTracker.Tests.Tracking;

public class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_agree_with_sorting()
    {
        var random = new Random(5);
        var histogram = new LatencyHistogram();
        var all = new List<double>();
        for (var i = 0; i < 20_000; i++)
        {
            // Microseconds to seconds: the range of all stages.
            var duration = TimeSpan.FromSeconds(Math.Pow(10, -6 + 6 * random.NextDouble()));
            histogram.Record(duration);
            all.Add(duration.TotalSeconds);
        }

        all.Sort();
        foreach (var share in new[] { 0.01, 0.5, 0.95, 0.99, 1 })
        {
            var exact = all[(int)Math.Ceiling(share * all.Count) - 1];
            Assert.InRange(histogram.Percentile(share).TotalSeconds / exact, 1 - 0.009, 1 + 0.009);
        }

        Assert.Equal(all.Count, histogram.Count);
        Assert.Equal(all[^1], histogram.Maximum.TotalSeconds, 9);
        Assert.Equal(all.Average(), histogram.Mean.TotalSeconds, 6);
    }

    [Fact]
    public void Nothing_recorded_gives_zero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.5));

    [Fact]
    public void Extremes_neither_throw_nor_vanish()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromDays(3));
        histogram.Record(TimeSpan.FromTicks(-5));
        histogram.Record(TimeSpan.Zero);
        Assert.Equal(3, histogram.Count);
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
        Assert.True(histogram.Percentile(1) > TimeSpan.FromHours(20));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++) histogram.Record(TimeSpan.FromTicks(i * 997));
        }));
    }
}
