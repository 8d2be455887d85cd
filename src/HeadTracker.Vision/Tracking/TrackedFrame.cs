using HeadTracker.Capture;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>A frame with what was found in it, on its way from the tracker to the outputs. It owns the frame.</summary>
public sealed class TrackedFrame : IDisposable
{
    private readonly Pool<TrackedFrame> _pool;
    private Frame? _frame;

    private TrackedFrame(Pool<TrackedFrame> pool) => _pool = pool;

    /// <summary>A pool of them; each keeps its lists from one use to the next.</summary>
    public static Pool<TrackedFrame> NewPool() => new(pool => new TrackedFrame(pool), _ => { });

    /// <summary>The picture; owned by this.</summary>
    public Frame Frame
    {
        get => _frame ?? throw new InvalidOperationException("This result holds no frame any more.");
        set => _frame = value;
    }

    /// <summary>What was found in it.</summary>
    public TrackingResult Result { get; } = new();

    /// <summary>Gives the picture and itself back to their pools.</summary>
    public void Dispose()
    {
        _frame?.Dispose();
        _frame = null;
        _pool.Return(this);
    }
}
