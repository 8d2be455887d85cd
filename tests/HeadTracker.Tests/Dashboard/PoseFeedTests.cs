using System.Text.Json;
using HeadTracker.Dashboard;

namespace HeadTracker.Tests.Dashboard;

public sealed class PoseFeedTests : IDisposable
{
    private readonly PoseFrames _frames = new();
    private readonly PoseFeed _feed = new();

    public void Dispose()
    {
        _feed.Dispose();
        _frames.Dispose();
    }

    [Fact]
    public async Task A_reader_that_keeps_up_gets_every_line_in_order()
    {
        using var reader = _feed.Subscribe();
        for (var i = 0; i < 100; i++)
        {
            Write(i);
            Assert.Equal(i, FrameOf(await reader.ReadAsync(default)));
        }

        Assert.Equal(0, reader.Missed);
    }

    [Fact]
    public async Task A_reader_waits_for_the_line_that_is_not_there_yet()
    {
        using var reader = _feed.Subscribe();
        var next = reader.ReadAsync(default).AsTask();
        await Task.Delay(50);
        Assert.False(next.IsCompleted);
        Write(7);
        Assert.Equal(7, FrameOf(await next.WaitAsync(TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public async Task A_reader_that_falls_behind_goes_on_with_the_newest_line()
    {
        using var reader = _feed.Subscribe();
        for (var i = 0; i <= 50; i++) Write(i);
        Assert.Equal(50, FrameOf(await reader.ReadAsync(default)));
        Assert.Equal(50, reader.Missed);
    }

    [Fact]
    public void Latest_is_empty_before_the_first_frame_and_then_the_newest_line()
    {
        Assert.Empty(_feed.Latest());
        for (var i = 0; i < 20; i++) Write(i);
        Assert.Equal(19, FrameOf(_feed.Latest()));
    }

    [Fact]
    public void Writing_allocates_nothing_per_frame()
    {
        using var frame = _frames.New(3);
        using var reader = _feed.Subscribe();
        for (var i = 0; i < 100; i++) _feed.Write(frame.Result);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) _feed.Write(frame.Result);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256);
    }

    private void Write(int index)
    {
        using var frame = _frames.New(index);
        _feed.Write(frame.Result);
    }

    private static long FrameOf(ReadOnlyMemory<byte> line)
    {
        Assert.Equal((byte)'\n', line.Span[^1]);
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("frame").GetInt64();
    }
}
