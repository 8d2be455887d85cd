using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Filtering;

public class OneEuroFilterTests
{
    private static HeadPose Pose(float yaw, double seconds, Vector3? translation = null) =>
        new(new EulerAngles(yaw, 0, 0).ToRotation(), translation, TimeSpan.FromSeconds(seconds), 1);

    [Fact]
    public void Follows_the_published_equations_step_by_step()
    {
        // Worked by hand for yaw 0 → 3 → 4 at 10 Hz with mincutoff 1, beta 0.1, dcutoff 1:
        //   a(dcutoff) = 1/(1 + 1/(2π·0.1)) = 0.385870
        //   step 1: speed 30 °/s, smoothed 11.5761, fc 2.15761, α 0.575499, output 1.726498
        //   step 2: speed 10 °/s, smoothed 10.9680, fc 2.09680, α 0.568502, output 1.726498 + 0.568502·2.273502 = 3.018989
        var filter = new OneEuroFilter(new OneEuroParameters(1, 0.1f), OneEuroParameters.Translation);

        Assert.Equal(0, filter.Filter(Pose(0, 0)).Angles.Yaw, 4);
        Assert.Equal(1.726498f, filter.Filter(Pose(3, 0.1)).Angles.Yaw, 3);
        Assert.Equal(3.018989f, filter.Filter(Pose(4, 0.2)).Angles.Yaw, 3);
    }

    [Fact]
    public void Translation_follows_the_same_equations_in_metres()
    {
        var filter = new OneEuroFilter(OneEuroParameters.Rotation, new OneEuroParameters(1, 10));
        filter.Filter(Pose(0, 0, new Vector3(0, 0, -0.5f)));

        // Speed 0.3 m/s, smoothed 0.115761, fc 2.15761, α 0.575499.
        var output = filter.Filter(Pose(0, 0.1, new Vector3(0.03f, 0, -0.5f)));

        Assert.Equal(0.03f * 0.575499f, output.Translation!.Value.X, 5);
        Assert.Equal(-0.5f, output.Translation!.Value.Z, 5);
    }

    [Fact]
    public void Reduces_jitter_at_rest_and_keeps_up_in_motion()
    {
        var random = new Random(7);
        var filter = new OneEuroFilter();
        var (noise, jitter, lag) = (0.0, 0.0, 0.0);
        for (var i = 0; i < 600; i++)
        {
            var t = i / 30.0;
            // Ten seconds at rest, then a turn of 60°/s, both with ±1° of noise.
            var truth = t < 10 ? 0 : (float)(60 * (t - 10) % 50);
            var error = (float)(random.NextDouble() * 2 - 1);
            var output = filter.Filter(Pose(truth + error, t)).Angles.Yaw;
            if (i is > 60 and < 300)
            {
                noise += error * error;
                jitter += output * output;
            }
            else if (i is > 305 and < 320)
            {
                lag = Math.Max(lag, truth - output);
            }
        }

        Assert.True(jitter < noise / 4, $"variance {jitter:F2} after, {noise:F2} before");
        Assert.InRange(lag, 0, 12);
    }

    [Fact]
    public void Crosses_180_degrees_of_roll_the_short_way()
    {
        var filter = new OneEuroFilter();
        HeadPose At(float roll, double s) => new(new EulerAngles(0, 0, roll).ToRotation(), null, TimeSpan.FromSeconds(s), 1);
        filter.Filter(At(179, 0));

        var output = filter.Filter(At(-179, 0.033));

        Assert.True(Rotations.AngleBetween(output.Rotation, new EulerAngles(0, 0, 180).ToRotation()) <= 1.001f);
    }

    [Fact]
    public void Starts_afresh_after_a_gap_and_ignores_time_that_stands_still()
    {
        var filter = new OneEuroFilter();
        filter.Filter(Pose(0, 0));
        var first = filter.Filter(Pose(10, 0.03)).Angles.Yaw;

        Assert.Equal(first, filter.Filter(Pose(40, 0.03)).Angles.Yaw, 4);
        Assert.Equal(40, filter.Filter(Pose(40, 0.03 + IPoseFilter.LongestGap + 0.01)).Angles.Yaw, 3);
    }
}
