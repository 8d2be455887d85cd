using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public class ReconnectingSourceTests
{
    [Fact]
    public void Camera_that_goes_away_is_reported_and_retried_until_it_is_back()
    {
        var reports = new List<string?>();
        var opened = new List<FakeSource>();
        var attempts = 0;
        IFrameSource Open()
        {
            // The second and third attempt find the camera busy.
            if (++attempts is 2 or 3) throw new UserErrorException("Camera 0 is busy.");
            opened.Add(new FakeSource(3, isLive: true));
            return opened[^1];
        }

        using var source = new ReconnectingSource(_ => Open(), reports.Add, TimeSpan.FromMilliseconds(5));
        using var pool = Frame.NewPool();
        var times = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            using var frame = pool.Rent();
            Assert.True(source.TryRead(frame, CancellationToken.None));
            times.Add(frame.Timestamp);
        }

        Assert.Equal(["fake went away; waiting for it to return.", "Camera 0 is busy.", null], reports);
        Assert.Equal(2, opened.Count);
        Assert.True(opened[0].IsDisposed);
        Assert.Equal(times.Order(), times);
        // 5 + 10 + 20 ms of pauses lie between the third and fourth frame: the clock runs on.
        Assert.True(times[3] - times[2] > TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void What_comes_and_goes_is_told_once_and_each_reason_once()
    {
        var reports = new List<string?>();
        var attempts = 0;
        IFrameSource Open() => ++attempts % 3 != 1
            ? throw new UserErrorException(attempts % 2 == 0 ? "It refuses." : "It does not answer.")
            : new FakeSource(1, isLive: true);
        using var source = new ReconnectingSource(_ => Open(), reports.Add, TimeSpan.FromMilliseconds(1));
        using var pool = Frame.NewPool();
        for (var i = 0; i < 8; i++)
        {
            using var frame = pool.Rent();
            Assert.True(source.TryRead(frame, CancellationToken.None));
        }

        Assert.Equal(22, attempts);
        Assert.Equal(["fake went away; waiting for it to return.", "It refuses.", "It does not answer.", null], reports);
    }

    [Fact]
    public void First_opening_fails_at_once() =>
        Assert.Throws<UserErrorException>(() => new ReconnectingSource(_ => throw new UserErrorException("busy"), _ => { }));

    [Fact]
    public void Waiting_ends_when_cancelled()
    {
        var isOpen = false;
        IFrameSource Open() => isOpen ? throw new UserErrorException("away") : new FakeSource(0, _ => { }, isLive: true);
        using var source = new ReconnectingSource(_ => Open(), _ => isOpen = true, TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        Assert.False(source.TryRead(frame, stop.Token));
    }
}
