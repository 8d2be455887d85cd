using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Response;

/// <summary>A measured pose on its way out.</summary>
/// <param name="Pose">Behind the filter, in the camera frame; its place is still that of the middle between the ears, where the head is drawn.</param>
/// <param name="Recentred">The pivot's (<see cref="PivotSettings"/>) against the pose that was made zero.</param>
/// <param name="Output">What is sent: that through the user's response curves.</param>
public readonly record struct ShapedPose(HeadPose Pose, HeadPose Recentred, HeadPose Output);

/// <summary>Takes the measured poses of a run, live or replayed, through filter, recentring and response.</summary>
/// <remarks>
/// The filter sees the pivot: it hardly moves while a head turns, so that no lag of its place against the rotation looks like motion.
/// Used by one thread, except for <see cref="Recentre"/> and <see cref="Shaping"/>. It reads no clock: time is the frames' own.
/// Allocates nothing per pose.
/// </remarks>
public sealed class PoseShaper
{
    /// <summary>Between two poses of which the second creeps on from the first.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(IPoseFilter.LongestGap);

    private readonly Recentring _recentring = new();
    private volatile PoseShaping _shaping = PoseShaping.Default;
    private volatile bool _recentre;
    private PoseShaping _current = PoseShaping.Default;
    private TimeSpan _time;
    private TimeSpan? _lastSeen, _crept;
    private TimeSpan? _recentreAt;

    /// <summary>Filter, recentring and response; others count from the next frame. Any thread may set it.</summary>
    public PoseShaping Shaping
    {
        get => _shaping;
        set => _shaping = value;
    }

    /// <summary>Makes the next pose that is sure zero. Any thread may call it.</summary>
    public void Recentre() => _recentre = true;

    /// <summary>A filter for one more face, to be given to <see cref="Shape"/> with each of its poses.</summary>
    public AdjustableFilter NewFilter() => new(_shaping.Filter);

    /// <summary>Begins a frame that shows a face; frames without one are left out.</summary>
    /// <param name="time">When it was taken; must not go back.</param>
    /// <param name="isSure">Whether "the" face is believed to be one; something else does not end a loss.</param>
    public void Begin(TimeSpan time, bool isSure = true)
    {
        (_current, _time) = (_shaping, time);
        if (!isSure) return;
        if (_lastSeen is null && _current.RecentreAtStart) _recentreAt = time + PoseShaping.SettlingTime;
        // A face that comes back after a loss is often still turning; its pose becomes zero a moment later.
        if (_lastSeen is { } before && time - before >= _current.RecentreAfterLoss) _recentreAt = time + PoseShaping.SettlingTime;
        _lastSeen = time;
    }

    /// <summary>Shapes one face's pose of the frame that was begun; "the" face comes first.</summary>
    /// <param name="filter">The face's own.</param>
    /// <param name="measured">As estimated from this frame alone.</param>
    /// <param name="isSure">Whether it is believed to be a face's: a doubtful pose never becomes zero; what asked for it waits.</param>
    public ShapedPose Shape(AdjustableFilter filter, in HeadPose measured, bool isSure = true)
    {
        filter.Options = _current.Filter;
        var pivot = filter.Filter(measured.At(_current.Pivot));
        if (isSure && (_recentre || _time >= _recentreAt))
        {
            _recentre = false;
            _recentreAt = null;
            _recentring.SetZero(pivot);
        }

        if (isSure) Creep(pivot);

        var recentred = _recentring.Apply(pivot);
        return new ShapedPose(pivot.At(-_current.Pivot), recentred, _current.Response.Apply(recentred));
    }

    /// <summary>Once per frame, for "the" face; after a loss nothing has crept meanwhile.</summary>
    private void Creep(in HeadPose pivot)
    {
        if (_current.SlowRecentring is not { } constant || _crept == _time) return;
        var step = _time - _crept;
        _crept = _time;
        if (step is { } passed && passed < LongestStep) _recentring.Creep(pivot, (float)(1 - Math.Exp(-passed / constant)));
    }
}
