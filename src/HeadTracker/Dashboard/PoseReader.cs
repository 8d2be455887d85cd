namespace HeadTracker.Dashboard;

/// <summary>One reader's place in a <see cref="PoseFeed"/>. Used by one task.</summary>
internal sealed class PoseReader(PoseFeed feed, long next) : IDisposable
{
    private readonly SemaphoreSlim _news = new(0, 1);
    private byte[] _copy = new byte[1 << 10];
    private long _next = next;

    /// <summary>Lines that were gone before this reader came to them.</summary>
    public long Missed { get; private set; }

    /// <summary>Waits for the next line, or takes the newest when that one is gone. Holds until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var number = _next;
            var length = feed.Copy(ref number, ref _copy);
            if (length > 0)
            {
                Missed += number - _next;
                _next = number + 1;
                return _copy.AsMemory(0, length);
            }

            await _news.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>There is a new line. Only the feed calls this, one call at a time.</summary>
    internal void Wake()
    {
        if (_news.CurrentCount == 0) _news.Release();
    }

    public void Dispose()
    {
        feed.Unsubscribe(this);
        _news.Dispose();
    }
}
