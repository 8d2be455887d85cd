using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Filtering;

public class AccelaFilterTests
{
    private static HeadPose Pose(float yaw, double seconds, Vector3? translation = null) =>
        new(new EulerAngles(yaw, 0, 0).ToRotation(), translation, TimeSpan.FromSeconds(seconds), 1);

    [Theory]
    [InlineData(0.5f, 0.4f)]
    [InlineData(1f, 1.5f)]
    [InlineData(1.5f, 8f)]
    [InlineData(2.5f, 35f)]
    [InlineData(5f, 100f)]
    [InlineData(8f, 200f)]
    [InlineData(9f, 300f)]
    public void Curve_passes_through_opentracks_knots(float distance, float speed) =>
        Assert.Equal(speed, AccelaCurve.SpeedAt(distance), 3);

    [Fact]
    public void Curve_never_falls()
    {
        for (var d = 0f; d < 12; d += 0.01f) Assert.True(AccelaCurve.SpeedAt(d + 0.01f) >= AccelaCurve.SpeedAt(d), $"falls at {d}");
    }

    [Fact]
    public void Steps_by_the_curves_speed()
    {
        // A distance of 1.53° less the dead zone of 0.03° over the smoothing of 1.5 is 1: 1.5°/s for 0.1 s moves 0.15°.
        var filter = new AccelaFilter();
        filter.Filter(Pose(0, 0));

        Assert.Equal(0.15f, filter.Filter(Pose(1.53f, 0.1)).Angles.Yaw, 3);
    }

    [Fact]
    public void Stands_still_in_the_dead_zone_and_never_overshoots()
    {
        var filter = new AccelaFilter();
        filter.Filter(Pose(0, 0, Vector3.Zero));

        Assert.Equal(0, filter.Filter(Pose(0.02f, 0.1, Vector3.Zero)).Angles.Yaw, 4);
        Assert.Equal(60, filter.Filter(Pose(60, 0.5, new Vector3(1, 0, 0))).Angles.Yaw, 2);
    }

    [Fact]
    public void Translation_moves_by_the_curve_in_centimetres()
    {
        var filter = new AccelaFilter();
        filter.Filter(Pose(0, 0, Vector3.Zero));

        var output = filter.Filter(Pose(0, 0.1, new Vector3(0.0153f, 0, 0)));

        Assert.Equal(0.0015f, output.Translation!.Value.X, 5);
    }
}
