namespace HeadTracker.Capture;

/// <summary>Keeps what was given back for reuse, so that a running tracker allocates nothing per frame. Thread-safe.</summary>
/// <remarks>
/// Items know their pool and return themselves when disposed. <see cref="Dispose"/> releases the idle ones for good; an item
/// that comes back later is released at once.
/// </remarks>
public sealed class Pool<T>(Func<Pool<T>, T> create, Action<T> release) : IDisposable
    where T : class
{
    private readonly Stack<T> _free = new(8);

    // Held for nanoseconds; unlike a Lock it allocates nothing when two threads meet.
    private SpinLock _gate = new(enableThreadOwnerTracking: false);
    private int _outstanding;
    private bool _closed;

    /// <summary>Items rented and not yet returned; 0 once everything is closed, or something leaks.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>An item that the caller owns until it disposes it or gives it away.</summary>
    public T Rent()
    {
        T? item;
        Enter();
        _outstanding++;
        _free.TryPop(out item);
        _gate.Exit();
        return item ?? create(this);
    }

    /// <exception cref="InvalidOperationException">The item was returned twice.</exception>
    public void Return(T item)
    {
        Enter();
        var isTwice = _free.Contains(item);
        var isKept = !isTwice && !_closed;
        if (!isTwice) _outstanding--;
        if (isKept) _free.Push(item);
        _gate.Exit();
        if (isTwice) throw new InvalidOperationException($"A {typeof(T).Name} was disposed twice.");
        if (!isKept) release(item);
    }

    /// <summary>Releases what lies idle; what is still out is released when it comes back.</summary>
    public void Dispose()
    {
        Enter();
        _closed = true;
        T[] idle = [.. _free];
        _free.Clear();
        _gate.Exit();
        foreach (var item in idle) release(item);
    }

    private void Enter()
    {
        var taken = false;
        _gate.Enter(ref taken);
    }
}
