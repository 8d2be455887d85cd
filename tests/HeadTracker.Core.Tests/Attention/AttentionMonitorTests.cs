using System.Numerics;
using HeadTracker.Attention;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Attention;

public class AttentionMonitorTests
{
    private const double FramesPerSecond = 30;

    private readonly List<AttentionEvent> _events = [];
    private double _now;

    private static AttentionMonitor Monitor(AttentionOptions? options = null) => new(options ?? new AttentionOptions(), Quaternion.Identity);

    /// <summary>Plays a stretch of frames with one pose (null: no face).</summary>
    private void Play(AttentionMonitor monitor, double seconds, EulerAngles? angles, double? speed = null)
    {
        for (var i = 0; i < Math.Round(seconds * FramesPerSecond); i++)
        {
            _now += 1 / FramesPerSecond;
            var time = TimeSpan.FromSeconds(_now);
            HeadPose? pose = angles is { } a ? new HeadPose(a.ToRotation(), null, time, 1) : null;
            monitor.Update(time, pose, speed, _events);
        }
    }

    private static readonly EulerAngles Road = new(0, 0, 0);
    private static readonly EulerAngles Phone = new(20, -30, 5);

    private TimeSpan? RaisedAt(AttentionWarning warning) =>
        _events.FirstOrDefault(e => e.Warning == warning && e.Raised) is { Timestamp.Ticks: > 0 } e ? e.Timestamp : null;

    [Fact]
    public void A_glance_of_three_seconds_is_a_long_distraction_and_a_shorter_one_is_not()
    {
        var monitor = Monitor();
        Play(monitor, 5, Road);
        Play(monitor, 2.9, Phone);
        Play(monitor, 5, Road);
        Assert.DoesNotContain(_events, e => e.Warning == AttentionWarning.LongDistraction);

        Play(monitor, 3.2, Phone);

        var raised = Assert.Single(_events, e => e.Warning == AttentionWarning.LongDistraction);
        Assert.Equal(12.9, raised.Since.TotalSeconds, 1);
        Assert.InRange((raised.Timestamp - raised.Since).TotalSeconds, 2.99, 3.04);
    }

    [Fact]
    public void A_time_without_pictures_is_a_loss_and_neither_away_nor_ahead()
    {
        var monitor = Monitor();
        Play(monitor, 5, Road);
        Play(monitor, 0.85, Phone);
        var before = monitor.Status;
        _now += 20;
        Play(monitor, 0.85, Phone);

        Assert.Equal([true, false], _events.Where(e => e.Warning == AttentionWarning.FaceLost).Select(e => e.Raised));
        Assert.DoesNotContain(_events, e => e.Warning != AttentionWarning.FaceLost);
        Assert.Equal(before.AwayFor.TotalSeconds + 25 / FramesPerSecond, monitor.Status.AwayFor.TotalSeconds, 3);

        // Two seconds ahead would clear everything; a gap is not two seconds ahead.
        Play(monitor, 2.5, Phone);
        Assert.Contains(_events, e => e.Warning == AttentionWarning.LongDistraction);
        Play(monitor, 0.5, Road);
        _now += 5;
        Play(monitor, 0.5, Road);
        Assert.True(monitor.IsRaised(AttentionWarning.LongDistraction));
    }

    [Fact]
    public void Thresholds_may_change_in_the_middle_of_a_glance()
    {
        var monitor = Monitor();
        Play(monitor, 5, Road);
        Play(monitor, 1.5, Phone);
        Assert.Empty(_events);

        monitor.Options = monitor.Options with { LongDistractionSeconds = 1 };
        Play(monitor, 0.1, Phone);

        var raised = Assert.Single(_events);
        Assert.Equal((AttentionWarning.LongDistraction, 5), (raised.Warning, Math.Round(raised.Since.TotalSeconds)));
        var standing = new List<AttentionWarning>();
        monitor.AddStanding(standing);
        Assert.Equal([AttentionWarning.LongDistraction], standing);
    }

    [Fact]
    public void Short_glances_that_add_up_to_more_than_ten_of_thirty_seconds_are_time_sharing()
    {
        var monitor = Monitor();
        Play(monitor, 5, Road);
        for (var i = 0; i < 7; i++)
        {
            Play(monitor, 1.5, Phone);
            Play(monitor, 1.5, Road);
        }

        // 7 × 1.5 = 10.5 s away: due 10 s in, during the seventh glance (24 s), and never before.
        Assert.Equal(5 + 6 * 3 + 1, RaisedAt(AttentionWarning.TimeSharing)!.Value.TotalSeconds, 1);
        Assert.False(monitor.IsRaised(AttentionWarning.LongDistraction));
    }

    [Fact]
    public void Two_seconds_ahead_clear_every_warning_and_start_time_sharing_over()
    {
        var monitor = Monitor();
        Play(monitor, 1, Road);
        Play(monitor, 12, Phone);
        Assert.True(monitor.IsRaised(AttentionWarning.TimeSharing));
        Play(monitor, 1.9, Road);
        Assert.True(monitor.IsRaised(AttentionWarning.LongDistraction));

        Play(monitor, 0.2, Road);

        Assert.All(Enum.GetValues<AttentionWarning>(), warning => Assert.False(monitor.IsRaised(warning)));
        Assert.Equal(_events.Count(e => e.Raised), _events.Count(e => !e.Raised));
        Assert.Equal(default, monitor.Status.AwayInWindow);
    }

    [Theory]
    [InlineData(130.0, 3.5)]
    [InlineData(50.0, 6.0)]
    [InlineData(20.0, 6.0)]
    [InlineData(19.0, null)]
    [InlineData(null, null)]
    public void Advanced_distraction_depends_on_the_speed(double? speed, double? seconds)
    {
        var monitor = Monitor();
        Play(monitor, 1, Road, speed);
        Play(monitor, 9, Phone, speed);

        if (seconds is { } due) Assert.InRange(RaisedAt(AttentionWarning.AdvancedDistraction)!.Value.TotalSeconds, 1 + due - 0.01, 1 + due + 0.05);
        else Assert.Null(RaisedAt(AttentionWarning.AdvancedDistraction));
    }

    [Fact]
    public void The_buffer_drains_and_refills_second_by_second_after_its_delay()
    {
        var monitor = Monitor();
        Play(monitor, 1, Road);
        Play(monitor, 1.5, Phone);
        Assert.Equal(0.5, monitor.Status.Buffer.TotalSeconds, 2);
        Play(monitor, 0.6, Road);
        Assert.Equal(1.0, monitor.Status.Buffer.TotalSeconds, 2);
        Play(monitor, 1.1, Phone);

        Assert.Equal(1 + 1.5 + 0.6 + 1, RaisedAt(AttentionWarning.BufferEmpty)!.Value.TotalSeconds, 1);
    }

    [Fact]
    public void A_lost_face_is_its_own_state_that_stops_the_clocks()
    {
        var monitor = Monitor();
        Play(monitor, 1, Road);
        Play(monitor, 2, Phone);
        Play(monitor, 8, null);

        Assert.Equal(GazeState.FaceLost, monitor.Status.Gaze);
        Assert.Equal(1 + 2 + 1, RaisedAt(AttentionWarning.FaceLost)!.Value.TotalSeconds, 1);
        Assert.Null(RaisedAt(AttentionWarning.LongDistraction));

        Play(monitor, 0.5, Phone);
        Assert.False(monitor.IsRaised(AttentionWarning.FaceLost));
        Assert.Equal(2.5, monitor.Status.AwayFor.TotalSeconds, 1);
    }

    [Fact]
    public void The_forward_direction_is_learnt_in_spite_of_a_glance_aside()
    {
        var monitor = new AttentionMonitor(new AttentionOptions());
        var habit = new EulerAngles(12, -9, 2);
        Play(monitor, 2, habit);
        Play(monitor, 1, new EulerAngles(60, 0, 0));
        Play(monitor, 2.2, habit);

        Assert.Equal(GazeState.Forward, monitor.Status.Gaze);
        Assert.Equal(0, monitor.Status.Yaw, 1);
        Assert.Equal(0, monitor.Status.Pitch, 1);
        Play(monitor, 1, new EulerAngles(-12, -9, 2));
        Assert.Equal(GazeState.Away, monitor.Status.Gaze);
        Assert.InRange(monitor.Status.Yaw, -25, -23);
    }

    [Fact]
    public void Noise_at_the_edge_of_the_cone_does_not_flicker()
    {
        var monitor = Monitor();
        Play(monitor, 1, Road);
        Play(monitor, 1, new EulerAngles(23, 0, 0));
        Assert.Equal(GazeState.Forward, monitor.Status.Gaze);
        Play(monitor, 0.1, new EulerAngles(25, 0, 0));
        Play(monitor, 1, new EulerAngles(23, 0, 0));
        Assert.Equal(GazeState.Away, monitor.Status.Gaze);
    }

    [Fact]
    public void Yaw_and_pitch_have_the_signs_of_the_angles()
    {
        var monitor = Monitor();
        Play(monitor, 1, new EulerAngles(10, 0, 0));
        Assert.Equal(10, monitor.Status.Yaw, 2);
        Play(monitor, 1, new EulerAngles(0, 7, 0));
        Assert.Equal(7, monitor.Status.Pitch, 2);
    }
}
