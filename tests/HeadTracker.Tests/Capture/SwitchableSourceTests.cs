using HeadTracker.Capture;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Capture;

public sealed class SwitchableSourceTests : IDisposable
{
    private static readonly TimeSpan Gap = 1.1 * TrackerOptions.Patience;
    private readonly Pool<Frame> _frames = Frame.NewPool();

    public void Dispose() => _frames.Dispose();

    [Fact]
    public void Another_source_takes_over_between_two_frames_and_time_goes_on()
    {
        var (first, second) = (new FakeSource(100), new FakeSource(3));
        using var source = new SwitchableSource(first, _ => second, waitAtEnd: false, Gap);
        var times = new List<TimeSpan>();
        using var frame = _frames.Rent();
        for (var i = 0; i < 5; i++) Read();
        source.Switch("second");
        Assert.False(first.IsDisposed);
        for (var i = 0; i < 3; i++) Read();
        Assert.True(first.IsDisposed);
        Assert.False(source.TryRead(frame, default));

        // Longer than a lost face is waited for, so that nobody is taken for somebody else.
        Assert.True(times[5] - times[4] > TrackerOptions.Patience);
        Assert.Equal(times.Order(), times);
        Assert.Equal(times[6] - times[5], TimeSpan.FromSeconds(1 / 30.0));

        void Read()
        {
            Assert.True(source.TryRead(frame, default));
            times.Add(frame.Timestamp);
        }
    }

    [Fact]
    public async Task A_source_that_has_ended_waits_for_the_next_one()
    {
        using var source = new SwitchableSource(new FakeSource(1), _ => new FakeSource(1), waitAtEnd: true, Gap);
        using var frame = _frames.Rent();
        Assert.True(source.TryRead(frame, default));
        var reading = Task.Run(() => source.TryRead(frame, default));
        Assert.True(SpinWait.SpinUntil(() => source.HasEnded, 5000));
        Assert.False(reading.IsCompleted);
        source.Switch("again");
        Assert.True(await reading.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.False(source.HasEnded);
    }

    [Fact]
    public async Task A_source_that_hangs_is_interrupted_and_so_is_the_wait_at_the_end()
    {
        using var source = new SwitchableSource(new HangingSource(), _ => new FakeSource(1), waitAtEnd: true, Gap);
        using var stop = new CancellationTokenSource();
        using var frame = _frames.Rent();
        var reading = Task.Run(() => source.TryRead(frame, stop.Token));
        await Task.Delay(50);
        source.Switch("another");
        Assert.True(await reading.WaitAsync(TimeSpan.FromSeconds(5)));
        var waiting = Task.Run(() => source.TryRead(frame, stop.Token));
        await stop.CancelAsync();
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void A_source_that_cannot_be_opened_leaves_the_present_one()
    {
        using var source = new SwitchableSource(new FakeSource(2), name => throw new UserErrorException($"There is no {name}."), waitAtEnd: false, Gap);
        using var frame = _frames.Rent();
        Assert.Throws<UserErrorException>(() => source.Switch("other"));
        Assert.True(source.TryRead(frame, default));
    }

    /// <summary>A camera that went away: it gives nothing until it is told to stop.</summary>
    private sealed class HangingSource : IFrameSource
    {
        public string Name => "hanging";

        public bool IsLive => true;

        public double FramesPerSecond => 30;

        public long? FrameCount => null;

        public bool TryRead(Frame frame, CancellationToken cancellation)
        {
            cancellation.WaitHandle.WaitOne();
            return false;
        }

        public void Dispose()
        {
        }
    }
}
