using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Tests;

namespace HeadTracker.Core.Tests.Filtering;

public class AdjustableFilterTests
{
    private static HeadPose Pose(int frame, float yaw) => new(new EulerAngles(yaw, 0, 0).ToRotation(), new(0, 0, -0.6f), TimeSpan.FromSeconds(frame / 30.0), 1);

    [Theory]
    [InlineData(PoseFilterKind.None)]
    [InlineData(PoseFilterKind.OneEuro)]
    [InlineData(PoseFilterKind.Accela)]
    [InlineData(PoseFilterKind.Kalman)]
    public void Default_options_are_the_filter_itself(PoseFilterKind kind)
    {
        var (plain, adjustable) = (PoseFilters.Create(kind), new AdjustableFilter(new FilterOptions { Kind = kind }));
        for (var i = 0; i < 60; i++)
        {
            var pose = Pose(i, 30 * MathF.Sin(i * 0.2f));
            Assert.Equal(plain.Filter(pose), adjustable.Filter(pose));
        }
    }

    [Theory]
    [InlineData(PoseFilterKind.OneEuro)]
    [InlineData(PoseFilterKind.Accela)]
    [InlineData(PoseFilterKind.Kalman)]
    public void Each_filters_parameters_count_from_the_next_pose_without_a_jump(PoseFilterKind kind)
    {
        var steady = new FilterOptions
        {
            Kind = kind,
            OneEuro = new OneEuroOptions { TurnCutoff = 0.05f, TurnBeta = 0 },
            Accela = new AccelaOptions { Smoothing = 20 },
            Kalman = new KalmanOptions { TurnNoise = 25, TurnAcceleration = 2 },
        };
        float After(FilterOptions options)
        {
            var filter = new AdjustableFilter(new FilterOptions { Kind = kind });
            for (var i = 0; i < 60; i++) filter.Filter(Pose(i, 0));
            filter.Options = options;
            return filter.Filter(Pose(60, 10)).Angles.Yaw;
        }

        Assert.InRange(After(steady), 0, 0.8f * After(new FilterOptions { Kind = kind }));
    }

    [Fact]
    public void Prediction_can_be_switched_on_in_motion()
    {
        var filter = new AdjustableFilter(new FilterOptions { Kind = PoseFilterKind.None });
        for (var i = 0; i < 30; i++) filter.Filter(Pose(i, i));
        filter.Options = filter.Options with { PredictMs = 100 };
        // 30° per second for 0.1 s.
        Assert.Equal(33, filter.Filter(Pose(30, 30)).Angles.Yaw, 0.5f);
    }

    [Fact]
    public void Another_kind_starts_afresh()
    {
        var filter = new AdjustableFilter(new FilterOptions());
        for (var i = 0; i < 30; i++) filter.Filter(Pose(i, 0));
        filter.Options = new FilterOptions { Kind = PoseFilterKind.Kalman };
        Assert.Equal(40, filter.Filter(Pose(30, 40)).Angles.Yaw, 3);
    }

    [Fact]
    public void Filtering_allocates_nothing_whatever_is_set()
    {
        var options = new[] { new FilterOptions { PredictMs = 30 }, new FilterOptions { PredictMs = 60 } };
        var filter = new AdjustableFilter(options[0]);
        filter.Filter(Pose(0, 0));
        filter.Options = options[1];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 1; i < 200; i++)
            {
                filter.Options = options[i % 2];
                filter.Filter(Pose(i, i % 10));
            }
        }));
    }
}
