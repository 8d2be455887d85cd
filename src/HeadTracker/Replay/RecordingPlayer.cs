using System.Diagnostics;
using HeadTracker.Filtering;
using HeadTracker.Response;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Replay;

/// <summary>Feeds a recording's measured poses through filter, recentring and response, as the tracker does, on to sinks.</summary>
/// <remarks>Filters see the same poses at the same times as the tracker's own did, so the same shaping gives the recorded poses again.</remarks>
/// <param name="shaping">What happens to the poses.</param>
/// <param name="sinks">Stay the caller's.</param>
public sealed class RecordingPlayer(PoseShaping shaping, IReadOnlyList<IPoseSink> sinks)
{
    private readonly TrackingResult _result = new();
    private readonly Dictionary<int, AdjustableFilter> _filters = [];
    private readonly PoseShaper _shaper = new() { Shaping = shaping };
    private bool _isCentred;

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

    private void Play(RecordedFrame recorded)
    {
        _result.Clear();
        (_result.Index, _result.Timestamp, _result.State) = (recorded.Index, recorded.Time, recorded.State);
        _result.SendsUnsure = shaping.SendsUnsure;
        if (recorded.Faces.Count > 0) Shape(recorded);
        Attention?.Update(_result);
        foreach (var sink in sinks) sink.Write(_result);
    }

    private void Shape(RecordedFrame recorded)
    {
        if (!_isCentred && recorded.Time >= RecentreAt)
        {
            _isCentred = true;
            _shaper.Recentre();
        }

        _shaper.Begin(recorded.Time, recorded.Faces[0].IsSure);
        foreach (var face in recorded.Faces)
        {
            if (!_filters.TryGetValue(face.Id, out var filter)) _filters.Add(face.Id, filter = _shaper.NewFilter());
            var (pose, recentred, output) = _shaper.Shape(filter, face.Measured, face.IsSure);
            _result.Faces.Add(face with { Pose = pose, Recentred = recentred, Output = output });
        }
    }

    private static void WaitUntil(long start, TimeSpan due, CancellationToken stop)
    {
        // A wait handle takes no more than 24 days at once.
        var longest = TimeSpan.FromDays(1);
        for (var left = due - Stopwatch.GetElapsedTime(start); left > TimeSpan.Zero
            && !stop.IsCancellationRequested; left = due - Stopwatch.GetElapsedTime(start))
        {
            stop.WaitHandle.WaitOne(left < longest ? left : longest);
        }
    }
}
