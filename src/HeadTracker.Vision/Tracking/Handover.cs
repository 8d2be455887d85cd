using System.Diagnostics.CodeAnalysis;

namespace HeadTracker.Tracking;

/// <summary>Hands items from one thread to the next under a <see cref="DeliveryPolicy"/>: frames, results, pictures for the window.</summary>
/// <remarks>
/// One giver at a time, one taker. The handover owns an item from <see cref="Put"/> until the taker has it; one that is overtaken is
/// disposed and counted. Nothing here allocates per item.
/// </remarks>
public sealed class Handover<T> : IDisposable
    where T : class, IDisposable
{
    private readonly DeliveryPolicy _policy;
    private readonly Action<T, T>? _overtaking;
    private readonly T?[] _ring;
    private readonly AutoResetEvent _put = new(false);
    private readonly AutoResetEvent _taken = new(false);

    // Held for nanoseconds; unlike a Lock it allocates nothing when two threads meet.
    private SpinLock _gate = new(enableThreadOwnerTracking: false);
    private int _first, _count;
    private long _dropped;
    private volatile bool _completed;
    private volatile bool _aborted;

    /// <param name="policy">What happens when the taker is slower than the giver.</param>
    /// <param name="capacity">Items that may wait; 1 for what must always be of now.</param>
    /// <param name="overtaking">
    /// Called with an item that is about to be dropped and the one behind it, which takes over what must not be lost; neither is in
    /// anyone else's hands. Returns at once.
    /// </param>
    public Handover(DeliveryPolicy policy, int capacity = 1, Action<T, T>? overtaking = null) =>
        (_policy, _ring, _overtaking) = (policy, new T?[capacity], overtaking);

    /// <summary>Raised on the giver's thread behind each item, for a taker that waits for other things too.</summary>
    public event Action? Arrived;

    /// <summary>Items that a newer one overtook.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gives an item away. Under <see cref="DeliveryPolicy.EveryFrame"/> this waits until there is room.</summary>
    /// <returns>False after <see cref="Complete"/> or <see cref="Abort"/>; the item has then been disposed.</returns>
    public bool Put(T item)
    {
        while (!_aborted && !_completed)
        {
            if (TryPut(item, out var overtaken))
            {
                overtaken?.Dispose();
                _put.Set();
                Arrived?.Invoke();
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
            // Read the flag before the queue: what was put before completion must not be missed.
            var completed = _completed;
            if (TryTakeNow(out item)) return true;
            if (completed) return false;
            _put.WaitOne();
        }

        item = null;
        return false;
    }

    /// <summary>An item that is there already, which the caller then owns; never waits.</summary>
    public bool TryTakeNow([NotNullWhen(true)] out T? item)
    {
        Enter();
        item = _count > 0 ? Remove() : null;
        _gate.Exit();
        if (item is null) return false;
        _taken.Set();
        return true;
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
        while (TryTakeNow(out var item)) item.Dispose();
        _put.Dispose();
        _taken.Dispose();
    }

    private bool TryPut(T item, out T? overtaken)
    {
        overtaken = null;
        Enter();
        var isFull = _count == _ring.Length;
        if (isFull && _policy == DeliveryPolicy.LatestFrame)
        {
            overtaken = Remove();
            _overtaking?.Invoke(overtaken, _count > 0 ? _ring[_first]! : item);
            Interlocked.Increment(ref _dropped);
            isFull = false;
        }

        if (!isFull) _ring[(_first + _count++) % _ring.Length] = item;
        _gate.Exit();
        return !isFull;
    }

    private T Remove()
    {
        var item = _ring[_first]!;
        _ring[_first] = null;
        _first = (_first + 1) % _ring.Length;
        _count--;
        return item;
    }

    private void Enter()
    {
        var taken = false;
        _gate.Enter(ref taken);
    }
}
