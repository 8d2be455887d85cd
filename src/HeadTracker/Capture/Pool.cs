namespace HeadTracker.Capture;

/// <summary>Keeps what was given back for reuse, so that a running tracker allocates nothing per frame. Thread-safe.</summary>
/// <remarks>
/// Items know their pool and return themselves when disposed. <see cref="Dispose"/> releases the idle ones for good; an item
/// that comes back later is released at once.
/// </remarks>
public sealed class Pool<T>(Func<Pool<T>, T> create, Action<T> release) : IDisposable
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Stack<T> _free = new(8);
    private bool _closed;

    /// <summary>Items rented and not yet returned; 0 once everything is closed, or something leaks.</summary>
    public int Outstanding { get; private set; }

    /// <summary>An item that the caller owns until it disposes it or gives it away.</summary>
    public T Rent()
    {
        lock (_gate)
        {
            Outstanding++;
            return _free.TryPop(out var item) ? item : create(this);
        }
    }

    /// <exception cref="InvalidOperationException">The item was returned twice.</exception>
    public void Return(T item)
    {
        lock (_gate)
        {
            if (_free.Contains(item)) throw new InvalidOperationException($"A {typeof(T).Name} was disposed twice.");
            Outstanding--;
            if (!_closed)
            {
                _free.Push(item);
                return;
            }
        }

        release(item);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_free.TryPop(out var item)) release(item);
        }
    }
}
