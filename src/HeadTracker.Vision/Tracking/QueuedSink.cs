using HeadTracker.Capture;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>Gives a sink a thread and a queue of its own, so that nothing it does, fails at or waits for holds the tracker up.</summary>
/// <remarks>
/// When the queue is full, <see cref="DeliveryPolicy.LatestFrame"/> forgets the oldest result and counts it;
/// <see cref="DeliveryPolicy.EveryFrame"/>, for files read as fast as they can be, waits as any pipe does. A sink that throws
/// gets nothing more. Queueing allocates nothing.
/// </remarks>
public sealed class QueuedSink : IPoseSink
{
    /// <summary>Two seconds of an ordinary camera.</summary>
    public const int Capacity = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Pool<PooledResult> _results = PooledResult.NewPool();
    private readonly Handover<PooledResult> _queue;
    private readonly IPoseSink _inner;
    private readonly DeliveryPolicy _policy;
    private readonly Thread _thread;

    /// <param name="name">For the thread.</param>
    /// <param name="inner">Owned; called on the thread.</param>
    /// <param name="policy">What to do when it is slow.</param>
    /// <param name="failed">Told once, on the thread, when the inner sink throws.</param>
    public QueuedSink(string name, IPoseSink inner, DeliveryPolicy policy, Action<Exception> failed)
    {
        (_inner, _policy) = (inner, policy);
        _queue = new Handover<PooledResult>(policy, Capacity, KeepEvents);
        _thread = Guard.NewThread(name, Deliver, e =>
        {
            _queue.Abort();
            failed(e);
        });
        _thread.Start();
    }

    /// <summary>Results that were forgotten because the sink was slow.</summary>
    public long Forgotten => _queue.Dropped;

    /// <summary>Queues a copy.</summary>
    public void Write(TrackingResult result)
    {
        var copy = _results.Rent();
        copy.Result.CopyFrom(result);
        _queue.Put(copy);
    }

    /// <summary>Ends the queue once the sink has what is in it. A live sink that hangs is left behind after two seconds.</summary>
    public void Complete()
    {
        _queue.Complete();
        if (_policy == DeliveryPolicy.EveryFrame) _thread.Join();
        else _thread.Join(Patience);
    }

    /// <summary>Ends the queue as <see cref="Complete"/> does, then the sink.</summary>
    public void Dispose()
    {
        Complete();
        // A thread that still hangs in the sink goes on using all this; the process ends it.
        if (_thread.IsAlive) return;
        _inner.Dispose();
        _queue.Dispose();
        _results.Dispose();
    }

    /// <summary>What happened must not be forgotten with the pose: the next result tells it.</summary>
    private static void KeepEvents(PooledResult oldest, PooledResult next) =>
        next.Result.AttentionEvents.InsertRange(0, oldest.Result.AttentionEvents);

    private void Deliver()
    {
        while (_queue.TryTake(out var copy))
        {
            using (copy) _inner.Write(copy.Result);
        }
    }
}
