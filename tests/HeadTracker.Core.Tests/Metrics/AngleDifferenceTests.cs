using HeadTracker.Geometry;
using HeadTracker.Metrics;

namespace HeadTracker.Core.Tests.Metrics;

public class AngleDifferenceTests
{
    [Theory]
    [InlineData(98, -98, -164, 196)]
    [InlineData(-179, 179, 2, -358)]
    [InlineData(30, 10, 20, 20)]
    [InlineData(-5, 5, -10, -10)]
    public void Poses_differ_the_shorter_way_round_and_labels_as_they_are(float estimated, float truth, float asPoses, float asLabels)
    {
        var (one, other) = (new EulerAngles(estimated, 0, estimated), new EulerAngles(truth, 0, truth));
        Assert.Equal(new EulerAngles(asPoses, 0, asPoses), AngleDifference.OfPoses(one, other));
        Assert.Equal(new EulerAngles(asLabels, 0, asLabels), AngleDifference.OfLabels(one, other));
    }
}
