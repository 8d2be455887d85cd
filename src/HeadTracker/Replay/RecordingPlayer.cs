using System.Diagnostics;
using HeadTracker.Capture;
using HeadTracker.Filtering;
using HeadTracker.Response;
using HeadTracker.Tracking;

namespace HeadTracker.Replay;

/// <summary>Feeds a recording's measured poses through filters of its own, one per face, and recentring and response, on to sinks.</summary>
/// <remarks>The tracker's own filters see the same poses at the same times, so the same filter gives the recorded poses again.</remarks>
/// <param name="newFilter">Called once per face.</param>
/// <param name="sinks">Stay the caller's.</param>
public sealed class RecordingPlayer(Func<IPoseFilter> newFilter, IReadOnlyList<IPoseSink> sinks) : IDisposable
{
    private readonly Pool<Frame> _frames = Frame.NewPool();
    private readonly Pool<TrackedFrame> _results = TrackedFrame.NewPool();
    private readonly Dictionary<int, IPoseFilter> _filters = [];
    private readonly Recentring _recentring = new();
    private bool _isCentred;

    /// <summary>What recentred poses become; without it they stay as they are.</summary>
    public PoseResponse? Response { get; init; }

    /// <summary>The first face seen from this time on is made zero; null for none.</summary>
    public TimeSpan? RecentreAt { get; init; }

    public AttentionWatch? Attention { get; init; }

    /// <param name="frames">In order.</param>
    /// <param name="speed">1 plays in real time, 2 twice as fast; null as fast as possible.</param>
    /// <param name="stop">Ends it after the frame in hand.</param>
    /// <returns>How many frames were played.</returns>
    public int Play(IReadOnlyList<RecordedFrame> frames, double? speed, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var played = 0;
        foreach (var frame in frames)
        {
            if (speed is { } rate) WaitUntil(start, (frame.Time - frames[0].Time) / rate, stop);
            if (stop.IsCancellationRequested) break;
            Play(frame);
            played++;
        }

        return played;
    }

    public void Dispose()
    {
        _results.Dispose();
        _frames.Dispose();
    }

    private void Play(RecordedFrame recorded)
    {
        // The result owns the frame and gives it back; its picture stays empty.
        using var tracked = _results.Rent();
        tracked.Frame = _frames.Rent();
        (tracked.Frame.Index, tracked.Frame.Timestamp) = (recorded.Index, recorded.Time);
        tracked.Result.Clear();
        tracked.Result.State = recorded.State;
        foreach (var face in recorded.Faces)
        {
            if (!_filters.TryGetValue(face.Id, out var filter)) _filters.Add(face.Id, filter = newFilter());
            var pose = filter.Filter(face.Measured);
            if (!_isCentred && recorded.Time >= RecentreAt)
            {
                _isCentred = true;
                _recentring.SetZero(pose);
            }

            var recentred = _recentring.Apply(pose);
            tracked.Result.Faces.Add(face with { Pose = pose, Recentred = recentred, Output = Response?.Apply(recentred) ?? recentred });
        }

        Attention?.Update(recorded.Time, tracked.Result);

        foreach (var sink in sinks) sink.Write(tracked);
    }

    private static void WaitUntil(long start, TimeSpan due, CancellationToken stop)
    {
        // A wait handle takes no more than 24 days at once.
        var longest = TimeSpan.FromDays(1);
        for (var left = due - Stopwatch.GetElapsedTime(start); left > TimeSpan.Zero && !stop.IsCancellationRequested; left = due - Stopwatch.GetElapsedTime(start))
        {
            stop.WaitHandle.WaitOne(left < longest ? left : longest);
        }
    }
}
