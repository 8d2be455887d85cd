using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Response;
using HeadTracker.Tests;

namespace HeadTracker.Core.Tests.Response;

public class PoseResponseTests
{
    private static readonly HeadPose Head = new(new EulerAngles(20, -12, 7).ToRotation(), new Vector3(0.05f, -0.02f, -0.7f), TimeSpan.FromSeconds(3), 0.8f);

    [Fact]
    public void Without_wishes_the_pose_passes_to_the_last_bit() => Assert.Equal(Head, new PoseResponse(new ResponseSettings()).Apply(Head));

    [Fact]
    public void Every_axis_has_its_own_response_and_time_and_confidence_pass()
    {
        var before = GameAxes.From(Head);
        var after = new PoseResponse(new ResponseSettings
        {
            Yaw = new AxisResponseOptions { Gain = 2 },
            Pitch = new AxisResponseOptions { Invert = true },
            Roll = new AxisResponseOptions { DeadZone = 3 },
            X = new AxisResponseOptions { Gain = 4 },
            Y = new AxisResponseOptions { Limit = 1 },
            Z = new AxisResponseOptions { Curve = [new(50, 10), new(100, 60)] },
        }).Apply(Head);

        var shaped = GameAxes.From(after);
        Assert.Equal(2 * before.Yaw, shaped.Yaw, 2);
        Assert.Equal(-before.Pitch, shaped.Pitch, 2);
        Assert.Equal(before.Roll - Math.Sign(before.Roll) * 3, shaped.Roll, 2);
        Assert.Equal(4 * before.X, shaped.X, 3);
        Assert.Equal(-1, shaped.Y, 3);
        Assert.InRange(shaped.Z, 10, 60);
        Assert.Equal((Head.Timestamp, Head.Confidence), (after.Timestamp, after.Confidence));
    }

    [Fact]
    public void An_unshaped_axis_survives_the_way_through_angles()
    {
        var response = new PoseResponse(new ResponseSettings { X = new AxisResponseOptions { Gain = 1.0001f } });
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            float Next(float range) => (float)(2 * random.NextDouble() - 1) * range;
            var pose = Head with { Rotation = new EulerAngles(Next(80), Next(60), Next(80)).ToRotation() };
            Assert.True(Rotations.AngleBetween(pose.Rotation, response.Apply(pose).Rotation) < 0.05f);
        }
    }

    [Fact]
    public void Large_gains_end_at_half_a_turn()
    {
        var shaped = GameAxes.From(new PoseResponse(new ResponseSettings
        {
            Yaw = new AxisResponseOptions { Gain = 20 },
            Pitch = new AxisResponseOptions { Gain = 20 },
        }).Apply(Head));
        Assert.Equal(180, Math.Abs(shaped.Yaw), 1);
        Assert.InRange(Math.Abs(shaped.Pitch), 89, 90);
    }

    [Fact]
    public void An_unknown_place_stays_unknown_and_nothing_is_allocated()
    {
        var response = new PoseResponse(new ResponseSettings { Yaw = new AxisResponseOptions { Gain = 2, Curve = [new(10, 5)] } });
        var pose = Head with { Translation = null };
        Assert.Null(response.Apply(pose).Translation);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) pose = response.Apply(Head);
        }));
    }
}
