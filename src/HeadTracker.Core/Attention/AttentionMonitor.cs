using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Attention;

/// <summary>
/// Judges from head poses whether a driver looks at the road. A demonstration, not a safety system: it sees heads, not eyes.
/// </summary>
/// <remarks>
/// One monitor per driver, not thread-safe, all time from the frames' timestamps. A frame's judgement holds from the frame
/// before it. While the face is lost nothing is counted: not as away, not as ahead, and the clocks stand still. A time without frames is a loss.
/// </remarks>
/// <param name="options">When warnings are raised and cleared.</param>
/// <param name="forward">The pose that looks at the road, or null to learn it.</param>
public sealed class AttentionMonitor(AttentionOptions options, Quaternion? forward = null)
{
    /// <summary>Longest time that a frame can speak for: cameras in the dark come down to two frames a second.</summary>
    private static readonly TimeSpan LongestFrame = TimeSpan.FromSeconds(1);

    private AttentionOptions _options = options;
    private AwayWindow _window = new(options.SharedWindowSeconds);
    private readonly TimeSpan?[] _standing = new TimeSpan?[Enum.GetValues<AttentionWarning>().Length];
    private ForwardDirection _forward = new(options.CalibrationSeconds, forward);
    private TimeSpan? _last;
    private TimeSpan _lost;
    private TimeSpan _away;
    private TimeSpan _ahead;
    private TimeSpan _glanceStart;
    private TimeSpan _lossStart;
    private double _buffer = options.BufferSeconds;

    /// <summary>What is known after the last frame.</summary>
    public AttentionStatus Status { get; private set; } = new(GazeState.Calibrating, 0, 0, default, default, TimeSpan.FromSeconds(options.BufferSeconds));

    /// <summary>Thresholds may change while it runs; the forward direction and what was counted stay, but for a window of another length.</summary>
    public AttentionOptions Options
    {
        get => _options;
        set
        {
            if (value.SharedWindowSeconds != _options.SharedWindowSeconds) _window = new AwayWindow(value.SharedWindowSeconds);
            _options = value;
            _buffer = Math.Min(_buffer, value.BufferSeconds);
        }
    }

    /// <summary>True while the warning stands.</summary>
    public bool IsRaised(AttentionWarning warning) => _standing[(int)warning] is not null;

    /// <summary>Adds the warnings that stand to a list.</summary>
    public void AddStanding(List<AttentionWarning> warnings)
    {
        for (var i = 0; i < _standing.Length; i++)
        {
            if (_standing[i] is not null) warnings.Add((AttentionWarning)i);
        }
    }

    /// <summary>Learns the forward direction anew and forgets what was counted.</summary>
    public void Recalibrate()
    {
        _forward = new ForwardDirection(_options.CalibrationSeconds, null);
        Restart();
    }

    /// <summary>Takes in one frame.</summary>
    /// <param name="timestamp">When the frame was taken; frames that are not later than the last are ignored.</param>
    /// <param name="pose">The driver's pose, or null when no face is seen.</param>
    /// <param name="speed">km/h, or null when unknown: then no <see cref="AttentionWarning.AdvancedDistraction"/> is raised.</param>
    /// <param name="events">What was raised and cleared is added at the end.</param>
    public void Update(TimeSpan timestamp, in HeadPose? pose, double? speed, List<AttentionEvent> events)
    {
        var before = _last ?? timestamp;
        if (_last is not null && timestamp <= before) return;
        _last = timestamp;
        var elapsed = timestamp - before;
        if (elapsed > LongestFrame)
        {
            // Nobody saw anything in between: a gap is a loss, whatever this frame shows, and this frame's own time begins now.
            NoteLoss(before, timestamp, elapsed, events);
            (before, elapsed) = (timestamp, TimeSpan.Zero);
        }

        if (pose is not { } seen)
        {
            NoteLoss(before, timestamp, elapsed, events);
            return;
        }

        _lost = default;
        Clear(AttentionWarning.FaceLost, timestamp, events);
        if (_forward.Rotation is null)
        {
            _forward.Learn(seen);
            Status = Status with { Gaze = GazeState.Calibrating };
            return;
        }

        var (yaw, pitch) = _forward.Offset(seen.Rotation);
        var away = IsAway(yaw, pitch);
        Count(before, timestamp, elapsed, away);
        Status = new(
            away ? GazeState.Away : GazeState.Forward, yaw, pitch, _away, TimeSpan.FromSeconds(_window.Sum), TimeSpan.FromSeconds(_buffer));

        if (away) RaiseDue(timestamp, speed, events);
        else if (_ahead.TotalSeconds >= _options.ClearSeconds) ClearAll(timestamp, events);
    }

    private bool IsAway(float yaw, float pitch)
    {
        // Inside the cone it takes a little more to leave than it takes to come back.
        var slack = Status.Gaze == GazeState.Away ? 0 : _options.Hysteresis;
        var (x, y) = (yaw / (_options.ConeYaw + slack), pitch / (_options.ConePitch + slack));
        return x * x + y * y > 1;
    }

    private void Count(TimeSpan before, TimeSpan now, TimeSpan elapsed, bool away)
    {
        _window.Advance(before.TotalSeconds, now.TotalSeconds, away);
        if (away)
        {
            if (_away == default) _glanceStart = before;
            _away += elapsed;
            _ahead = default;
            _buffer = Math.Max(0, _buffer - elapsed.TotalSeconds);
            return;
        }

        // Of this frame's time only what lies beyond the delay refills the buffer.
        var refilling = Math.Min(elapsed.TotalSeconds, (_ahead + elapsed).TotalSeconds - _options.BufferRefillDelaySeconds);
        _away = default;
        _ahead += elapsed;
        _buffer = Math.Min(_options.BufferSeconds, _buffer + Math.Max(0, refilling));
    }

    private void RaiseDue(TimeSpan now, double? speed, List<AttentionEvent> events)
    {
        var away = _away.TotalSeconds;
        if (away >= _options.LongDistractionSeconds) Raise(AttentionWarning.LongDistraction, now, _glanceStart, events);
        if (_window.Sum > _options.SharedAwaySeconds) Raise(AttentionWarning.TimeSharing, now, _glanceStart, events);
        if (_buffer <= 0) Raise(AttentionWarning.BufferEmpty, now, _glanceStart, events);

        var allowed = speed > _options.FastSpeed ? _options.FastAwaySeconds : speed >= _options.SlowSpeed ? _options.SlowAwaySeconds : double.PositiveInfinity;
        if (away >= allowed) Raise(AttentionWarning.AdvancedDistraction, now, _glanceStart, events);
    }

    private void NoteLoss(TimeSpan before, TimeSpan now, TimeSpan elapsed, List<AttentionEvent> events)
    {
        if (_lost == default) _lossStart = before;
        _lost += elapsed;
        _ahead = default;
        Status = Status with { Gaze = GazeState.FaceLost, Yaw = 0, Pitch = 0 };
        if (_lost.TotalSeconds >= _options.FaceLostSeconds) Raise(AttentionWarning.FaceLost, now, _lossStart, events);
    }

    private void Raise(AttentionWarning warning, TimeSpan now, TimeSpan since, List<AttentionEvent> events)
    {
        if (_standing[(int)warning] is not null) return;
        _standing[(int)warning] = since;
        events.Add(new(warning, true, now, since));
    }

    private void Clear(AttentionWarning warning, TimeSpan now, List<AttentionEvent> events)
    {
        if (_standing[(int)warning] is not { } since) return;
        _standing[(int)warning] = null;
        events.Add(new(warning, false, now, since));
    }

    private void ClearAll(TimeSpan now, List<AttentionEvent> events)
    {
        // Time sharing starts over: after two seconds ahead the glances before no longer count (Euro NCAP).
        _window.Clear();
        for (var i = 0; i < _standing.Length; i++) Clear((AttentionWarning)i, now, events);
    }

    private void Restart()
    {
        _window.Clear();
        Array.Clear(_standing);
        _last = null;
        _lost = _away = _ahead = default;
        _buffer = _options.BufferSeconds;
        Status = new(GazeState.Calibrating, 0, 0, default, default, TimeSpan.FromSeconds(_buffer));
    }
}
