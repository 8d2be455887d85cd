using System.Diagnostics;
using HeadTracker.Rendering;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>The figures and names that the window shows, frame by frame.</summary>
internal sealed class HudFigures
{
    private static readonly TimeSpan NoticeTime = TimeSpan.FromSeconds(2.5);
    private readonly Lock _gate = new();
    private HudState _names;
    private string? _notice;
    private long _noticeStart;
    private long _lastFrame;
    private double _interval;

    /// <summary>What does not change from frame to frame. Any thread may set it.</summary>
    public HudState Names
    {
        get
        {
            lock (_gate) return _names;
        }

        set
        {
            lock (_gate) _names = value;
        }
    }

    /// <summary>Shows a line for a while. Any thread may call it.</summary>
    public void Notice(string text)
    {
        lock (_gate) (_notice, _noticeStart) = (text, Stopwatch.GetTimestamp());
    }

    /// <summary>The panels' content for a frame. Called by the output thread.</summary>
    public HudState Of(TrackingResult result, PipelineStatistics statistics)
    {
        var now = Stopwatch.GetTimestamp();
        var interval = _lastFrame == 0 ? 0 : Stopwatch.GetElapsedTime(_lastFrame, now).TotalSeconds;
        _lastFrame = now;
        // A running mean over about ten frames: steady enough to read.
        _interval = _interval == 0 ? interval : _interval + 0.1 * (interval - _interval);
        lock (_gate)
        {
            if (_notice is not null && Stopwatch.GetElapsedTime(_noticeStart, now) > NoticeTime) _notice = null;
            return _names with
            {
                State = WindowStates.Of(result.State),
                FramesPerSecond = _interval > 0 ? (float)(1 / _interval) : 0,
                DroppedFrames = statistics.Dropped,
                Notice = _notice,
                Attention = result.Attention,
                Warning = result.Warnings.Count > 0 ? result.Warnings[0] : null,
                Timings = new StageTimings(
                    Milliseconds(result.Capture),
                    Milliseconds(result.Detection),
                    result.Faces.Count > 0 ? Milliseconds(result.Estimation) : float.NaN,
                    result.Faces.Count > 0 ? Milliseconds(result.Filtering) : float.NaN,
                    Milliseconds(result.EndToEnd)),
            };
        }
    }

    private static float Milliseconds(TimeSpan time) => (float)time.TotalMilliseconds;
}
