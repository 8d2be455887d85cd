using System.Diagnostics;
using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

public class PacedSourceTests
{
    [Theory]
    [InlineData(30, new[] { 0, 0.03, 3600, 3600.03, 3600.06 }, 2.0)]
    [InlineData(30, new[] { 0, 0.2, 0.1, 0.3 }, 0.3)]
    [InlineData(0.5, new[] { 0.0, 3 }, 3.0)]
    public void A_gap_is_waited_out_for_two_seconds_at_most_and_stays_in_the_times(double rate, double[] seconds, double expected)
    {
        using var source = new PacedSource(new TimedSource(rate, seconds));
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var clock = Stopwatch.StartNew();
        var told = new List<double>();
        while (source.TryRead(frame, default)) told.Add(frame.Timestamp.TotalSeconds);
        Assert.Equal(seconds, told);
        Assert.InRange(clock.Elapsed.TotalSeconds, expected - 0.05, expected + 1.5);
    }

    [Fact]
    public void A_wait_ends_when_cancelled()
    {
        using var source = new PacedSource(new TimedSource(30, [0, 3600]));
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        Assert.True(source.TryRead(frame, default));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.1));
        var clock = Stopwatch.StartNew();
        Assert.False(source.TryRead(frame, stop.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1.5), $"{clock.Elapsed}");
    }

    private sealed class TimedSource(double framesPerSecond, double[] seconds) : IFrameSource
    {
        private int _next;

        public string Name => "timed";

        public bool IsLive => false;

        public double FramesPerSecond => framesPerSecond;

        public long? FrameCount => seconds.Length;

        public bool TryRead(Frame frame, CancellationToken cancellation)
        {
            if (_next == seconds.Length) return false;
            frame.Arrived = Stopwatch.GetTimestamp();
            frame.Image.Create(4, 4, MatType.CV_8UC3);
            frame.Timestamp = TimeSpan.FromSeconds(seconds[_next++]);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
