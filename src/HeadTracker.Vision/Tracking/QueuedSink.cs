using HeadTracker.Capture;

namespace HeadTracker.Tracking;

/// <summary>Gives a sink a thread and a queue of its own, so that nothing it does, fails at or waits for holds the tracker up.</summary>
/// <remarks>
/// Frames are queued without their pictures. When the queue is full, <see cref="DeliveryPolicy.LatestFrame"/> forgets the oldest and
/// counts it; <see cref="DeliveryPolicy.EveryFrame"/>, for files read as fast as they can be, waits as any pipe does. A sink that throws
/// gets nothing more. Queueing allocates nothing.
/// </remarks>
public sealed class QueuedSink : IPoseSink
{
    /// <summary>Two seconds of an ordinary camera.</summary>
    public const int Capacity = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Pool<Frame> _frames = Frame.NewPool();
    private readonly Pool<TrackedFrame> _results = TrackedFrame.NewPool();
    private readonly TrackedFrame[] _queue = new TrackedFrame[Capacity];
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _put = new(false);
    private readonly AutoResetEvent _taken = new(false);
    private readonly IPoseSink _inner;
    private readonly DeliveryPolicy _policy;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;
    private TrackedFrame _inHand;
    private int _first, _count;
    private long _forgotten;
    private volatile bool _hasFailed;
    private volatile bool _isCompleted;

    /// <param name="name">For the thread.</param>
    /// <param name="inner">Owned; called on the thread.</param>
    /// <param name="policy">What to do when it is slow.</param>
    /// <param name="failed">Told once, on the thread, when the inner sink throws.</param>
    public QueuedSink(string name, IPoseSink inner, DeliveryPolicy policy, Action<Exception> failed)
    {
        (_inner, _policy, _failed) = (inner, policy, failed);
        for (var i = 0; i < Capacity; i++) _queue[i] = NewSlot();
        _inHand = NewSlot();
        _thread = new Thread(Deliver) { Name = "HeadTracker " + name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Frames that were forgotten because the sink was slow.</summary>
    public long Forgotten => Interlocked.Read(ref _forgotten);

    public void Write(TrackedFrame frame)
    {
        while (!_hasFailed && !_isCompleted)
        {
            lock (_gate)
            {
                if (_count == Capacity && _policy == DeliveryPolicy.LatestFrame) Forget();
                if (_count < Capacity)
                {
                    Copy(frame, _queue[(_first + _count++) % Capacity]);
                    _put.Set();
                    return;
                }
            }

            _taken.WaitOne();
        }
    }

    /// <summary>Ends the queue once the sink has what is in it. A live sink that hangs is left behind after two seconds.</summary>
    public void Complete()
    {
        _isCompleted = true;
        _put.Set();
        if (_policy == DeliveryPolicy.EveryFrame) _thread.Join();
        else _thread.Join(Patience);
    }

    public void Dispose()
    {
        Complete();
        // A thread that still hangs in the sink goes on using all this; the process ends it.
        if (_thread.IsAlive) return;
        _inner.Dispose();
        foreach (var slot in _queue) slot.Dispose();
        _inHand.Dispose();
        _results.Dispose();
        _frames.Dispose();
        _put.Dispose();
        _taken.Dispose();
    }

    private static void Copy(TrackedFrame from, TrackedFrame to)
    {
        (to.Frame.Index, to.Frame.Timestamp, to.EndToEnd) = (from.Frame.Index, from.Frame.Timestamp, from.EndToEnd);
        to.Result.CopyFrom(from.Result);
    }

    private TrackedFrame NewSlot()
    {
        // The frame carries number and time; its picture stays empty.
        var slot = _results.Rent();
        slot.Frame = _frames.Rent();
        return slot;
    }

    private void Forget()
    {
        // What happened must not be forgotten with the pose: the next frame tells it.
        var (oldest, next) = (_queue[_first], _queue[(_first + 1) % Capacity]);
        next.Result.AttentionEvents.InsertRange(0, oldest.Result.AttentionEvents);
        _first = (_first + 1) % Capacity;
        _count--;
        Interlocked.Increment(ref _forgotten);
    }

    private bool TryTake()
    {
        lock (_gate)
        {
            if (_count == 0) return false;
            (_inHand, _queue[_first]) = (_queue[_first], _inHand);
            _first = (_first + 1) % Capacity;
            _count--;
        }

        _taken.Set();
        return true;
    }

    private void Deliver()
    {
        try
        {
            while (true)
            {
                // Read the flag before the queue: what was put before completion must not be missed.
                var isCompleted = _isCompleted;
                if (TryTake()) _inner.Write(_inHand);
                else if (isCompleted) return;
                else _put.WaitOne();
            }
        }
        catch (Exception e)
        {
            _hasFailed = true;
            _taken.Set();
            _failed(e);
        }
    }
}
