using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Filtering;

public class KalmanFilterTests
{
    private static HeadPose Pose(float yaw, double seconds, float confidence = 1, Vector3? translation = null) =>
        new(new EulerAngles(yaw, 0, 0).ToRotation(), translation, TimeSpan.FromSeconds(seconds), confidence);

    [Fact]
    public void Follows_the_equations_step_by_step()
    {
        // Worked by hand for r = 1, q = 100 (acceleration 10), velocity variance 100² at the start, 10 Hz, yaw 0 → 3 → 4.
        // Predict: P11 = 1 + 0.1²·10000 + 100·0.001/3 = 101.033333, P12 = 1000 + 0.5 = 1000.5, P22 = 10000 + 10 = 10010.
        // Update: K = (101.033333, 1000.5)/102.033333 = (0.9901993, 9.8056192); output 2.9705978, velocity 29.4168577;
        //         P11 = 0.9901993, P12 = 9.8056192, P22 = 10010 - 9.8056192·1000.5 = 199.4779484.
        // Predict: output 5.9122836; P11 = 0.9901993 + 0.1·(19.6112384 + 19.9477948) + 0.0333333 = 4.9794360.
        // Update: K1 = 4.9794360/5.9794360 = 0.8327601; output 5.9122836 + 0.8327601·(4 - 5.9122836) = 4.3198100.
        var filter = new KalmanFilter(new KalmanParameters(1, 10), KalmanParameters.Translation);

        Assert.Equal(0, filter.Filter(Pose(0, 0)).Angles.Yaw, 4);
        Assert.Equal(2.9705978f, filter.Filter(Pose(3, 0.1)).Angles.Yaw, 3);
        Assert.Equal(4.31981f, filter.Filter(Pose(4, 0.2)).Angles.Yaw, 3);
    }

    [Fact]
    public void Steadies_rest_and_follows_a_steady_turn_without_lag()
    {
        var random = new Random(3);
        var filter = new KalmanFilter();
        var (noise, jitter, lag) = (0.0, 0.0, 0.0);
        for (var i = 0; i < 600; i++)
        {
            var t = i / 30.0;
            var truth = t < 15 ? 0 : (float)(20 * (t - 15));
            var error = (float)(random.NextDouble() * 2 - 1);
            var output = filter.Filter(Pose(truth + error, t)).Angles.Yaw;
            if (i is > 60 and < 450)
            {
                noise += error * error;
                jitter += output * output;
            }
            else if (i >= 510)
            {
                lag += (truth - output) / 90;
            }
        }

        Assert.True(jitter < noise * 0.6, $"variance {jitter:F2} after, {noise:F2} before");
        Assert.InRange(lag, -0.25, 0.25);
    }

    [Fact]
    public void An_unsure_measurement_moves_it_less()
    {
        float After(float confidence)
        {
            var filter = new KalmanFilter();
            for (var i = 0; i < 60; i++) filter.Filter(Pose(0, i / 30.0));
            return filter.Filter(Pose(10, 2, confidence)).Angles.Yaw;
        }

        Assert.True(After(0.2f) < After(1) / 4, $"{After(0.2f)} against {After(1)}");
        Assert.True(After(0.2f) > 0.1f);
    }

    [Fact]
    public void Carries_translation_like_rotation_and_takes_its_absence()
    {
        var filter = new KalmanFilter();
        HeadPose last = default;
        for (var i = 0; i < 90; i++) last = filter.Filter(Pose(0, i / 30.0, 1, new Vector3(i * 0.003f, 0, -0.6f)));
        Assert.InRange(last.Translation!.Value.X, 0.264f, 0.270f);

        Assert.Null(filter.Filter(Pose(0, 3.0)).Translation);
        Assert.Equal(0.5f, filter.Filter(Pose(0, 3.04, 1, new Vector3(0.5f, 0, -0.6f))).Translation!.Value.X, 5);
    }
}
