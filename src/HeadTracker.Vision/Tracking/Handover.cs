using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace HeadTracker.Tracking;

/// <summary>Hands frames from one thread to the next: a channel of capacity 1 under a <see cref="DeliveryPolicy"/>.</summary>
/// <remarks>One giver, one taker. The handover owns an item from <see cref="Put"/> until the taker has it. Nothing here allocates per item.</remarks>
public sealed class Handover<T> : IDisposable
    where T : class, IDisposable
{
    private readonly Channel<T> _channel;
    private readonly AutoResetEvent _put = new(false);
    private readonly AutoResetEvent _taken = new(false);
    private long _dropped;
    private volatile bool _completed;
    private volatile bool _aborted;

    public Handover(DeliveryPolicy policy)
    {
        var options = new BoundedChannelOptions(1)
        {
            SingleReader = true,
            SingleWriter = true,
            FullMode = policy == DeliveryPolicy.LatestFrame ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
        };
        _channel = Channel.CreateBounded<T>(options, overtaken =>
        {
            Interlocked.Increment(ref _dropped);
            overtaken.Dispose();
        });
    }

    /// <summary>Items that a newer one overtook.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gives an item away. Under <see cref="DeliveryPolicy.EveryFrame"/> this waits until there is room.</summary>
    /// <returns>False after <see cref="Abort"/>; the item has then been disposed.</returns>
    public bool Put(T item)
    {
        while (!_aborted)
        {
            if (_channel.Writer.TryWrite(item))
            {
                _put.Set();
                return true;
            }

            _taken.WaitOne();
        }

        item.Dispose();
        return false;
    }

    /// <summary>Waits for an item, which the caller then owns.</summary>
    /// <returns>False when there will be none any more.</returns>
    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        while (!_aborted)
        {
            // Read the flag before the channel: what was put before completion must not be missed.
            var completed = _completed;
            if (_channel.Reader.TryRead(out item))
            {
                _taken.Set();
                return true;
            }

            if (completed) return false;
            _put.WaitOne();
        }

        item = null;
        return false;
    }

    /// <summary>The giver has no more; the taker still gets what is there.</summary>
    public void Complete()
    {
        _completed = true;
        _put.Set();
    }

    /// <summary>One side has failed: both stop waiting at once.</summary>
    public void Abort()
    {
        _aborted = true;
        _put.Set();
        _taken.Set();
    }

    /// <summary>Disposes what nobody took. Call it once both sides have stopped.</summary>
    public void Dispose()
    {
        while (_channel.Reader.TryRead(out var item)) item.Dispose();
        _put.Dispose();
        _taken.Dispose();
    }
}
