using HeadTracker.Tracking;
using HeadTracker.Training.Measurement;

namespace HeadTracker.Training.Tests.Measurement;

public class InterleavedTimingTests
{
    [Fact]
    public void Turns_are_taken_and_each_is_timed_alone()
    {
        var order = new List<int>();
        var times = InterleavedTiming.Run([() => order.Add(1), () => { order.Add(2); Thread.Sleep(2); }], rounds: 10);

        Assert.Equal(Enumerable.Repeat(new[] { 1, 2 }, order.Count / 2).SelectMany(turn => turn), order);
        Assert.Equal([10, 10], times.Select(time => (int)time.Count));
        Assert.InRange(times[1].Percentile(0.5).TotalMilliseconds, 2, 1000);
        Assert.True(times[0].Percentile(0.5) < times[1].Percentile(0));
        var sum = new LatencyHistogram();
        foreach (var time in times) sum.Add(time);
        Assert.Equal((20, times[0].Sum + times[1].Sum, times[1].Maximum), (sum.Count, sum.Sum, sum.Maximum));
    }
}
