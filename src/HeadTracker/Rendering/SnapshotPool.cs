namespace HeadTracker.Rendering;

/// <summary>
/// Keeps disposed snapshots for reuse, so that a running tracker allocates none. Thread-safe. Four are enough: one being
/// filled, one in the slot, one on screen, one in passing.
/// </summary>
public sealed class SnapshotPool
{
    private readonly Lock _gate = new();
    private readonly Stack<TrackerSnapshot> _free = new(4);

    /// <summary>Snapshots rented and not yet disposed; 0 once everything is closed, or something leaks.</summary>
    public int Outstanding { get; private set; }

    /// <summary>An empty snapshot that the caller owns until it is published or disposed.</summary>
    public TrackerSnapshot Rent()
    {
        lock (_gate)
        {
            Outstanding++;
            return _free.TryPop(out var snapshot) ? snapshot : new TrackerSnapshot(this);
        }
    }

    internal void Return(TrackerSnapshot snapshot)
    {
        snapshot.Reset();
        lock (_gate)
        {
            if (_free.Contains(snapshot)) throw new InvalidOperationException("A snapshot was disposed twice.");
            Outstanding--;
            _free.Push(snapshot);
        }
    }
}
