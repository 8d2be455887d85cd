using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Tests.Optimisers;

public sealed class LearningRateCourseTests
{
    private const int StepsPerEpoch = 10;

    [Theory]
    [InlineData(0, 1e-3)]
    [InlineData(199, 1e-3)]
    [InlineData(200, 1e-4)]
    [InlineData(999, 1e-4)]
    [InlineData(1000, 1e-5)]
    [InlineData(1099, 1e-5)]
    public void Steps_fall_where_the_HMTL_paper_says(long step, double expected)
    {
        var paper = new OptimiserOptions { LearningRate = 1e-3, Schedule = RateSchedule.Step, Milestones = [20, 100], Epochs = 110 };
        Assert.Equal(expected, LearningRateCourse.At(paper, step, StepsPerEpoch), 12);
    }

    [Fact]
    public void Warm_up_rises_in_a_line_to_the_schedule()
    {
        var options = new OptimiserOptions { LearningRate = 1, WarmupEpochs = 5 };
        Assert.Equal(1 / 50.0, LearningRateCourse.At(options, 0, StepsPerEpoch), 9);
        Assert.Equal(25 / 50.0, LearningRateCourse.At(options, 24, StepsPerEpoch), 9);
        Assert.Equal(1, LearningRateCourse.At(options, 49, StepsPerEpoch), 9);
        Assert.Equal(1, LearningRateCourse.At(options, 400, StepsPerEpoch), 9);
    }

    [Fact]
    public void Cosine_ends_at_nothing_and_a_constant_rate_stays()
    {
        var cosine = new OptimiserOptions { LearningRate = 2, Schedule = RateSchedule.Cosine, Epochs = 4 };
        Assert.Equal([2, 1, 0], new[] { 0L, 20, 40 }.Select(step => Math.Round(LearningRateCourse.At(cosine, step, StepsPerEpoch), 9)));
        Assert.Equal(2, LearningRateCourse.At(cosine with { Schedule = RateSchedule.Constant }, 39, StepsPerEpoch));
    }
}
