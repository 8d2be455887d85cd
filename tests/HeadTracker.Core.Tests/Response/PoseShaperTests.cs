using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Response;

namespace HeadTracker.Core.Tests.Response;

public class PoseShaperTests
{
    private static readonly Vector3 Neck = new(0, -0.2f, -0.7f);
    private static readonly PivotSettings Pivot = new() { Up = -8, Ahead = -3 };

    public static TheoryData<PoseFilterKind> Filters => [.. Enum.GetValues<PoseFilterKind>()];

    /// <summary>Whatever a filter's lag: the place that it sees does not move, so the place that is sent does not either.</summary>
    [Theory]
    [MemberData(nameof(Filters))]
    public void A_head_that_turns_about_its_neck_stays_where_it_is(PoseFilterKind kind)
    {
        var (withPivot, without) = (Farthest(kind, Pivot), Farthest(kind, PivotSettings.None));

        Assert.True(withPivot < 0.001f, $"{withPivot:F4} m with the pivot");
        Assert.True(without > 0.01f, $"{without:F4} m without");
    }

    [Fact]
    public void The_head_is_drawn_where_it_is_and_only_what_is_sent_is_the_neck()
    {
        var shaper = new PoseShaper { Shaping = Shaping(PoseFilterKind.None, Pivot) };
        var measured = Turned(30, 0);
        shaper.Begin(TimeSpan.Zero);

        var (pose, recentred, output) = shaper.Shape(shaper.NewFilter(), measured);

        Assert.True(Vector3.Distance(measured.Translation!.Value, pose.Translation!.Value) < 1e-6f);
        Assert.True(Vector3.Distance(Neck, recentred.Translation!.Value) < 1e-6f);
        Assert.Equal(recentred, output);
        Assert.Equal(measured.Rotation, output.Rotation);
    }

    [Fact]
    public void Without_a_pivot_or_a_place_nothing_changes_to_the_last_bit()
    {
        var shaper = new PoseShaper { Shaping = Shaping(PoseFilterKind.None, PivotSettings.None) };
        shaper.Begin(TimeSpan.Zero);
        var measured = Turned(30, 0);
        Assert.Equal(new ShapedPose(measured, measured, measured), shaper.Shape(shaper.NewFilter(), measured));

        shaper.Shaping = Shaping(PoseFilterKind.None, Pivot);
        shaper.Begin(TimeSpan.FromSeconds(1));
        var nowhere = measured with { Translation = null };
        Assert.Equal(new ShapedPose(nowhere, nowhere, nowhere), shaper.Shape(shaper.NewFilter(), nowhere));
    }

    [Fact]
    public void The_first_face_becomes_zero_when_that_is_asked_for()
    {
        var shaper = new PoseShaper { Shaping = Recentring(new RecentreSettings { AtStart = true }) };
        var filter = shaper.NewFilter();
        var sent = Enumerable.Range(0, 60).Select(i => Shape(shaper, filter, 25, i / 30.0).Output.Angles.Yaw).ToList();

        Assert.All(sent.Take(14), yaw => Assert.Equal(25, yaw, 2));
        Assert.All(sent.Skip(16), yaw => Assert.Equal(0, yaw, 2));
    }

    [Fact]
    public void The_zero_creeps_after_a_pose_near_it_and_not_after_a_turn_that_is_meant()
    {
        var shaper = new PoseShaper { Shaping = Recentring(new RecentreSettings { SlowSeconds = 10 }) };
        var filter = shaper.NewFilter();
        // Nothing creeps until somebody has said what is straight ahead.
        for (var i = 0; i < 300; i++) Assert.Equal(6, Shape(shaper, filter, 6, i / 30.0).Output.Angles.Yaw, 2);
        shaper.Recentre();
        Assert.Equal(0, Shape(shaper, filter, 0, 10).Output.Angles.Yaw, 2);
        for (var i = 1; i <= 300; i++) Shape(shaper, filter, 6, 10 + i / 30.0);
        // After one time constant 1/e of it is left.
        Assert.Equal(6 / Math.E, Shape(shaper, filter, 6, 20 + 1 / 30.0).Output.Angles.Yaw, 0.1);

        var before = Shape(shaper, filter, 45, 20.1).Output.Angles.Yaw;
        for (var i = 1; i <= 300; i++) Shape(shaper, filter, 45, 20.1 + i / 30.0);
        Assert.Equal(before, Shape(shaper, filter, 45, 30.2).Output.Angles.Yaw, 2);
    }

    private static PoseShaping Recentring(RecentreSettings recentre) =>
        new(new FilterOptions { Kind = PoseFilterKind.None }, recentre, new ResponseSettings());

    private static ShapedPose Shape(PoseShaper shaper, AdjustableFilter filter, float yaw, double time)
    {
        shaper.Begin(TimeSpan.FromSeconds(time));
        return shaper.Shape(filter, Turned(yaw, time) with { Translation = Neck });
    }

    private static PoseShaping Shaping(PoseFilterKind kind, PivotSettings pivot) =>
        new(new FilterOptions { Kind = kind }, new RecentreSettings(), new ResponseSettings(), pivot: pivot);

    /// <summary>Of the sent places from the first one, in metres.</summary>
    private static float Farthest(PoseFilterKind kind, PivotSettings pivot)
    {
        var shaper = new PoseShaper { Shaping = Shaping(kind, pivot) };
        var (filter, farthest, first) = (shaper.NewFilter(), 0f, (Vector3?)null);
        for (var i = 0; i < 120; i++)
        {
            var time = i / 30.0;
            shaper.Begin(TimeSpan.FromSeconds(time));
            var place = shaper.Shape(filter, Turned(50 * MathF.Sin(3 * (float)time), time)).Output.Translation!.Value;
            first ??= place;
            farthest = MathF.Max(farthest, Vector3.Distance(first.Value, place));
        }

        return farthest;
    }

    private static HeadPose Turned(float yaw, double time)
    {
        var rotation = new EulerAngles(yaw, 0, 0).ToRotation();
        return new HeadPose(rotation, Neck + Vector3.Transform(new Vector3(0, 0.08f, 0.03f), rotation), TimeSpan.FromSeconds(time), 1);
    }
}
