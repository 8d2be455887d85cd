using HeadTracker.Capture;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>A result of its own to hand to another thread; disposing gives it back to its pool.</summary>
internal sealed class PooledResult : IDisposable
{
    private readonly Pool<PooledResult> _pool;

    private PooledResult(Pool<PooledResult> pool) => _pool = pool;

    public static Pool<PooledResult> NewPool() => new(pool => new PooledResult(pool), _ => { });

    public TrackingResult Result { get; } = new();

    public void Dispose() => _pool.Return(this);
}
