using System.Diagnostics;
using System.Runtime.ExceptionServices;
using HeadTracker.Capture;
using HeadTracker.Results;
using OpenCvSharp;

namespace HeadTracker.Tracking;

/// <summary>
/// The live loop: one thread reads the source, one finds and estimates faces, one hands the results to what draws and encodes.
/// <code>source ─ Frame ─▶ [newest wins | every frame] ─▶ tracker ─ TrackingResult ─▶ pose sinks
///                                                       └── TrackedFrame ──▶ [newest wins | every frame] ─▶ frame sinks</code>
/// </summary>
/// <remarks>
/// Under <see cref="DeliveryPolicy.LatestFrame"/> a slow tracker sees the newest picture and the ones it missed are counted; slow
/// frame sinks miss pictures too and never hold the tracker up. Once started, frames come from pools and nothing on the way to the pose sinks
/// allocates. The pipeline owns neither source, tracker nor
/// sinks. The first failure on any thread ends the run and is thrown by <see cref="Wait"/>.
/// </remarks>
public sealed class TrackingPipeline : IDisposable
{
    private readonly IFrameSource _source;
    private readonly FaceTracker _tracker;
    private readonly IPoseSink[] _poseSinks;
    private readonly IFrameSink[] _frameSinks;
    private readonly Pool<Frame> _frames = Frame.NewPool();
    private readonly Pool<TrackedFrame> _results = TrackedFrame.NewPool();
    private readonly Handover<Frame> _captured;
    private readonly Handover<TrackedFrame> _tracked;
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _running = new(true);
    private readonly Thread[] _threads;
    private readonly DeliveryPolicy _policy;
    private readonly long _limit;
    private bool _isStarted;
    private long _lastPicture;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Joins a source, a tracker and sinks; nothing runs yet.</summary>
    /// <param name="source">Where pictures come from.</param>
    /// <param name="tracker">Finds heads in them.</param>
    /// <param name="poseSinks">Called in this order on the inference thread.</param>
    /// <param name="frameSinks">Called in this order on the output thread; only the last may draw into the picture.</param>
    /// <param name="policy">What happens between the threads when the later one is slower.</param>
    /// <param name="limit">Frames to process before the run ends by itself; null for all.</param>
    public TrackingPipeline(
        IFrameSource source, FaceTracker tracker, IPoseSink[] poseSinks, IFrameSink[] frameSinks, DeliveryPolicy policy, long? limit = null)
    {
        (_source, _tracker, _poseSinks, _frameSinks, _limit) = (source, tracker, poseSinks, frameSinks, limit ?? long.MaxValue);
        _policy = policy;
        _captured = new Handover<Frame>(policy);
        _tracked = new Handover<TrackedFrame>(policy);
        _threads = [NewThread("capture", Capture), NewThread("inference", Track), NewThread("output", Deliver, () => Ended?.Invoke(_failure is not null))];
    }

    /// <summary>Raised once, on the output thread, when everything has been handed on or the run has failed (true).</summary>
    public event Action<bool>? Ended;

    /// <summary>Watches whether the followed head looks ahead; null for nobody.</summary>
    public AttentionWatch? Attention { get; init; }

    /// <summary>Of the run so far.</summary>
    public PipelineStatistics Statistics { get; } = new();

    /// <summary>Frames on their way; 0 after <see cref="Wait"/>, or something leaks.</summary>
    public int FramesInFlight => _frames.Outstanding + _results.Outstanding;

    /// <summary>Whether reading pauses. A live source then loses the pictures of the pause.</summary>
    public bool IsPaused
    {
        get => !_running.IsSet;
        set
        {
            if (value) _running.Reset();
            else _running.Set();
        }
    }

    /// <summary>How long ago the last picture came; zero before the first. Any thread may ask.</summary>
    public TimeSpan SinceLastPicture => Volatile.Read(ref _lastPicture) is not 0 and var last ? Stopwatch.GetElapsedTime(last) : TimeSpan.Zero;

    /// <summary>Starts the threads; once.</summary>
    public void Start()
    {
        _isStarted = true;
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Reads no more; what has been read is still processed and handed on.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Whether the run has ended by itself or after <see cref="Stop"/>.</summary>
    public bool HasEnded => Array.TrueForAll(_threads, thread => !thread.IsAlive);

    /// <summary>Waits for the end of the run and throws what made it fail, if anything did.</summary>
    public void Wait()
    {
        foreach (var thread in _threads) thread.Join();
        _captured.Dispose();
        _tracked.Dispose();
        _failure?.Throw();
    }

    /// <summary>Stops the run if need be and waits for its threads.</summary>
    public void Dispose()
    {
        if (_isStarted)
        {
            Stop();
            foreach (var thread in _threads) thread.Join();
        }

        _captured.Dispose();
        _tracked.Dispose();
        _frames.Dispose();
        _results.Dispose();
        _running.Dispose();
        _stop.Dispose();
    }

    private void Capture()
    {
        for (var index = 0L; !_stop.IsCancellationRequested; index++)
        {
            if (!WaitWhilePaused()) break;
            var frame = _frames.Rent();
            if (!_source.TryRead(frame, _stop.Token))
            {
                frame.Dispose();
                break;
            }

            Volatile.Write(ref _lastPicture, Stopwatch.GetTimestamp());
            frame.Index = index;
            frame.Reading = Stopwatch.GetElapsedTime(frame.Arrived);
            Statistics.Capture.Record(frame.Reading);
            if (!_captured.Put(frame)) break;
        }

        _captured.Complete();
    }

    private void Track()
    {
        var start = 0L;
        while (_captured.TryTake(out var frame))
        {
            var taken = Stopwatch.GetTimestamp();
            if (start == 0) start = frame.Arrived;
            var tracked = _results.Rent();
            tracked.Frame = frame;
            if (Statistics.Frames == _limit)
            {
                // The frame after the last one wanted: it was read while that one was being processed.
                tracked.Dispose();
                Stop();
                continue;
            }

            var result = tracked.Result;
            _tracker.Process(frame.Pixels, frame.Timestamp, result);
            (result.Index, result.Capture) = (frame.Index, frame.Reading);
            Attention?.Update(result);
            result.EndToEnd = Age(frame, taken);
            Note(result, frame.Image.Size(), start);
            foreach (var sink in _poseSinks) sink.Write(result);
            Statistics.Wire.Record(Age(frame, taken));
            if (Statistics.Frames == _limit) Stop();
            if (!_tracked.Put(tracked)) break;
        }

        _tracked.Complete();
    }

    private void Deliver()
    {
        while (_tracked.TryTake(out var tracked))
        {
            using (tracked)
            {
                var start = Stopwatch.GetTimestamp();
                foreach (var sink in _frameSinks) sink.Write(tracked);
                Statistics.Output.Record(Stopwatch.GetElapsedTime(start));
            }
        }
    }

    /// <summary>Files are read ahead, so how long their frames waited says nothing; a live frame's wait is real latency.</summary>
    private TimeSpan Age(Frame frame, long taken) =>
        _policy == DeliveryPolicy.EveryFrame ? frame.Reading + Stopwatch.GetElapsedTime(taken) : Stopwatch.GetElapsedTime(frame.Arrived);

    private bool WaitWhilePaused()
    {
        if (_running.IsSet) return true;
        return WaitHandle.WaitAny([_running.WaitHandle, _stop.Token.WaitHandle]) == 0;
    }

    private void Note(TrackingResult result, Size size, long start)
    {
        Statistics.Detection.Record(result.Detection);
        if (result.State == TrackingState.Tracking) Statistics.FramesWithFace++;
        if (result.State == TrackingState.Unsure) Statistics.FramesUnsure++;
        if (result.Faces.Count > 0)
        {
            Statistics.Estimation.Record(result.Estimation);
            Statistics.Filtering.Record(result.Filtering);
        }

        if (result.Searched) Statistics.Searches++;
        if (result.Looked) Statistics.Looks++;
        Statistics.Networks.Record(result.Networks);
        Statistics.EndToEnd.Record(result.EndToEnd);
        Statistics.Elapsed = Stopwatch.GetElapsedTime(start);
        Statistics.Dropped = _captured.Dropped;
        (Statistics.Width, Statistics.Height) = (size.Width, size.Height);
        Statistics.Frames++;
    }

    private Thread NewThread(string name, Action loop, Action? afterwards = null) => Guard.NewThread(name, () =>
    {
        Guard.Run(loop, Fail);
        afterwards?.Invoke();
    }, Fail);

    private void Fail(Exception e)
    {
        // The first failure counts: the others follow from it.
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
        Stop();
        _captured.Abort();
        _tracked.Abort();
    }
}
