using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Metrics;
using HeadTracker.Response;

namespace HeadTracker.Core.Tests.Metrics;

public class PivotTuningTests
{
    private static readonly Vector3 Neck = new(0.02f, -0.2f, -0.7f);

    /// <summary>From the neck to the middle between the ears.</summary>
    private static readonly Vector3 Ears = new(0, 0.08f, 0.03f);

    [Fact]
    public void Finds_the_point_about_which_a_head_turns()
    {
        var poses = Looking(i => 40 * MathF.Sin(i / 7f), i => 20 * MathF.Sin(i / 11f), _ => Vector3.Zero);
        var tuning = new PivotTuning(poses.Select(pose => (pose, Vector3.Zero)));

        Assert.Equal(new PivotSettings { Up = -8, Ahead = -3 }, tuning.Best());
        var (x, y, z) = tuning.Measure(tuning.Best()!)!.Value;
        Assert.True(x < 0.01 && y < 0.01 && z < 0.01, $"{x} {y} {z}");
        Assert.True(tuning.Measure(PivotSettings.None)!.Value.X > 1);
    }

    [Fact]
    public void Against_the_truth_a_neck_may_move()
    {
        Vector3 Sway(int i) => new(0.1f * MathF.Sin(i / 30f), 0, 0.05f * MathF.Cos(i / 20f));
        var tuning = new PivotTuning(Looking(i => 40 * MathF.Sin(i / 7f), i => 20 * MathF.Sin(i / 11f), Sway).Select((pose, i) => (pose, Neck + Sway(i))));

        Assert.Equal(new PivotSettings { Up = -8, Ahead = -3 }, tuning.Best());
    }

    [Fact]
    public void A_head_that_does_not_turn_tells_no_pivot()
    {
        Assert.Null(new PivotTuning(Looking(_ => 0, i => 2 * MathF.Sin(i), _ => Vector3.Zero).Select(pose => (pose, Vector3.Zero))).Best());
        Assert.Null(new PivotTuning(Looking(i => 40 * MathF.Sin(i), _ => 0, _ => Vector3.Zero).Select(pose => (pose, Vector3.Zero))).Best());
        Assert.Null(new PivotTuning([]).Best());
        Assert.Null(new PivotTuning([]).Measure(PivotSettings.None));
    }

    private static IEnumerable<HeadPose> Looking(Func<int, float> yaw, Func<int, float> pitch, Func<int, Vector3> sway) => Enumerable.Range(0, 200).Select(i =>
    {
        var rotation = new EulerAngles(yaw(i), pitch(i), 0).ToRotation();
        return new HeadPose(rotation, Neck + sway(i) + Vector3.Transform(Ears, rotation), TimeSpan.FromSeconds(i / 30.0), 1);
    });
}
