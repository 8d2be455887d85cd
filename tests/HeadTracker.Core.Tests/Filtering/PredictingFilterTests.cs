using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Filtering;

public class PredictingFilterTests
{
    private static HeadPose Pose(float yaw, double seconds) =>
        new(new EulerAngles(yaw, 0, 0).ToRotation(), null, TimeSpan.FromSeconds(seconds), 1);

    [Fact]
    public void A_steady_turn_is_carried_on_by_the_time_ahead()
    {
        var filter = new PredictingFilter(new PassThroughFilter(), TimeSpan.FromMilliseconds(50));
        HeadPose output = default;
        for (var i = 0; i <= 60; i++) output = filter.Filter(Pose(i, i / 60.0));

        // 60°/s for 50 ms.
        Assert.Equal(63, output.Angles.Yaw, 1);
        Assert.Equal(TimeSpan.FromSeconds(1), output.Timestamp);
    }

    [Fact]
    public void At_rest_and_after_a_gap_nothing_is_added()
    {
        var filter = new PredictingFilter(new PassThroughFilter(), TimeSpan.FromMilliseconds(100));
        filter.Filter(Pose(0, 0));
        filter.Filter(Pose(10, 0.03));

        Assert.Equal(40, filter.Filter(Pose(40, 2)).Angles.Yaw, 3);
        Assert.Equal(40, filter.Filter(Pose(40, 2.03)).Angles.Yaw, 3);
    }

    [Fact]
    public void Never_looks_further_ahead_than_a_head_can_be_guessed()
    {
        var filter = new PredictingFilter(new PassThroughFilter(), TimeSpan.FromSeconds(5));
        HeadPose output = default;
        for (var i = 0; i <= 60; i++) output = filter.Filter(Pose(i, i / 60.0));

        Assert.Equal(60 + 60 * 0.15f, output.Angles.Yaw, 1);
    }
}
