using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public class PoolTests
{
    [Fact]
    public void Frames_are_used_again_and_counted()
    {
        using var pool = Frame.NewPool();
        var first = pool.Rent();
        Assert.Equal(1, pool.Outstanding);
        first.Dispose();
        Assert.Equal(0, pool.Outstanding);
        using var second = pool.Rent();
        Assert.Same(first, second);
    }

    [Fact]
    public void Disposing_twice_is_an_error()
    {
        using var pool = Frame.NewPool();
        var frame = pool.Rent();
        frame.Dispose();
        Assert.Throws<InvalidOperationException>(frame.Dispose);
    }

    [Fact]
    public void Frame_that_comes_back_after_the_end_releases_its_pixels()
    {
        var pool = Frame.NewPool();
        var frame = pool.Rent();
        pool.Dispose();
        frame.Dispose();
        Assert.True(frame.Image.IsDisposed);
    }
}
