namespace HeadTracker.Rendering;

/// <summary>
/// Hands the newest item from one thread to another: capacity 1, newest wins, what it pushes out is disposed and counted.
/// Neither side ever waits for the other.
/// </summary>
public sealed class LatestSlot<T> : IDisposable
    where T : class, IDisposable
{
    private T? _item;
    private long _dropped;

    /// <summary>Raised on the publisher's thread after each item, which is how a taker that sleeps is woken.</summary>
    public event Action? Published;

    /// <summary>Items that were overtaken before anyone took them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gives an item away; the slot, then the taker, owns it.</summary>
    public void Publish(T item)
    {
        if (Interlocked.Exchange(ref _item, item) is { } overtaken)
        {
            Interlocked.Increment(ref _dropped);
            overtaken.Dispose();
        }

        Published?.Invoke();
    }

    /// <summary>The newest item, which the caller now owns, or null when there is none.</summary>
    public T? TryTake() => Interlocked.Exchange(ref _item, null);

    /// <summary>Disposes what nobody took. Call it once the publisher has stopped.</summary>
    public void Dispose() => TryTake()?.Dispose();
}
