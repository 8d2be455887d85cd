using HeadTracker.Attention;
using HeadTracker.Capture;
using HeadTracker.Output;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Tracking;

public sealed class QueuedSinkTests
{
    private readonly List<Exception> _failures = [];

    [Fact]
    public void A_slow_sink_gets_the_newest_and_the_rest_is_counted()
    {
        using var inner = new Sink { Delay = TimeSpan.FromMilliseconds(5) };
        using var queue = New(inner, DeliveryPolicy.LatestFrame);
        for (var i = 0; i < 1000; i++) Write(queue, i);
        queue.Complete();

        Assert.Equal(999, inner.Indices[^1]);
        Assert.Equal(1000, inner.Indices.Count + queue.Forgotten);
        Assert.True(queue.Forgotten > 500, $"only {queue.Forgotten} were forgotten");
        Assert.Equal(inner.Indices.Order(), inner.Indices);
    }

    [Fact]
    public void Writing_never_waits_for_a_sink_that_hangs()
    {
        using var release = new ManualResetEventSlim();
        using var inner = new Sink { Before = release.Wait };
        using var queue = New(inner, DeliveryPolicy.LatestFrame);
        var start = DateTime.UtcNow;
        for (var i = 0; i < 10_000; i++) Write(queue, i);
        Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(2));
        release.Set();
    }

    [Fact]
    public void Every_frame_of_a_file_arrives_at_a_slow_sink()
    {
        using var inner = new Sink { Delay = TimeSpan.FromMilliseconds(1) };
        using var queue = New(inner, DeliveryPolicy.EveryFrame);
        for (var i = 0; i < 300; i++) Write(queue, i);
        queue.Complete();
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (long)i), inner.Indices);
        Assert.Equal(0, queue.Forgotten);
    }

    [Theory]
    [InlineData(DeliveryPolicy.LatestFrame)]
    [InlineData(DeliveryPolicy.EveryFrame)]
    public void A_sink_that_fails_is_reported_once_and_holds_nothing_up(DeliveryPolicy policy)
    {
        using var inner = new Sink { Before = () => throw new UserErrorException("The disk is full.") };
        using var queue = New(inner, policy);
        for (var i = 0; i < 1000; i++) Write(queue, i);
        queue.Complete();
        Assert.Equal("The disk is full.", Assert.Single(_failures).Message);
    }

    [Fact]
    public void Events_outlive_the_frames_that_are_forgotten()
    {
        using var release = new ManualResetEventSlim();
        using var inner = new Sink { Before = release.Wait };
        using var queue = New(inner, DeliveryPolicy.LatestFrame);
        for (var i = 0; i < 500; i++) Write(queue, i, withEvent: i % 50 == 0);
        release.Set();
        queue.Complete();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => TimeSpan.FromSeconds(50 * i)), inner.Events.Select(happened => happened.Timestamp));
    }

    [Fact]
    public void Queueing_allocates_nothing()
    {
        using var inner = new Sink { Keep = false };
        using var queue = New(inner, DeliveryPolicy.EveryFrame);
        var frame = NewResult(3, withEvent: true);
        // The first round fills the pool.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++) queue.Write(frame);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private QueuedSink New(IPoseSink inner, DeliveryPolicy policy) => new("test", inner, policy, _failures.Add);

    private static void Write(QueuedSink queue, int index, bool withEvent = false)
    {
        queue.Write(NewResult(index, withEvent));
    }

    private static TrackingResult NewResult(int index, bool withEvent)
    {
        var result = new TrackingResult { Index = index, Timestamp = TimeSpan.FromSeconds(index) };
        result.Faces.Add(new FacePose(1, default, 1, default, default, default));
        if (withEvent) result.AttentionEvents.Add(new AttentionEvent(AttentionWarning.FaceLost, true, result.Timestamp, default));
        return result;
    }

    private sealed class Sink : IPoseSink
    {
        public List<long> Indices { get; } = [];

        public List<AttentionEvent> Events { get; } = [];

        public TimeSpan Delay { get; init; }

        public Action? Before { get; init; }

        public bool Keep { get; init; } = true;

        public void Write(TrackingResult result)
        {
            Before?.Invoke();
            if (Delay > TimeSpan.Zero) Thread.Sleep(Delay);
            if (!Keep) return;
            Assert.Single(result.Faces);
            Indices.Add(result.Index);
            Events.AddRange(result.AttentionEvents);
        }

        public void Dispose()
        {
        }
    }
}
