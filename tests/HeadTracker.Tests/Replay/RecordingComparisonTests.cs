using HeadTracker.Geometry;
using HeadTracker.Rendering;
using HeadTracker.Replay;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Replay;

public class RecordingComparisonTests
{
    private static double Swing(double time) => 30 * Math.Sin(3 * time);

    [Fact]
    public void A_recording_does_not_differ_from_itself()
    {
        var same = RecordingComparison.Compare(Recorded(300, Swing), Recorded(300, Swing));
        Assert.Equal((300, 0, 0), (same.Frames, same.OnlyFirst, same.OnlySecond));
        Assert.All(same.Axes, axis => Assert.Equal(0, axis.Max, 4));
        Assert.Equal(0, same.LagMs!.Value, 3);
    }

    [Fact]
    public void A_delay_and_an_offset_are_told_apart()
    {
        var differences = RecordingComparison.Compare(Recorded(300, Swing), Recorded(300, time => Swing(time - 0.085) + 7));
        Assert.Equal(85, differences.LagMs!.Value, 3.0);
        Assert.Equal(7, differences.Axes[0].Mean, 0.5);
        Assert.Equal(0, differences.Axes[1].Max, 0.01);
        Assert.True(differences.Axes[0].Max > 10);
        Assert.True(RecordingComparison.Compare(Recorded(300, time => Swing(time - 0.085)), Recorded(300, Swing)).LagMs < -80);
    }

    [Fact]
    public void Other_rates_and_lost_faces_are_matched_by_time()
    {
        var differences = RecordingComparison.Compare(Recorded(90, Swing, rate: 30), Recorded(60, Swing, rate: 20, lostFrom: 40));
        Assert.InRange(differences.Frames, 55, 62);
        Assert.Equal(90 - differences.Frames, differences.OnlyFirst);
        Assert.True(differences.Axes[0].Max < 0.5, $"{differences.Axes[0].Max}");
    }

    [Fact]
    public void Jitter_is_that_of_each()
    {
        var random = new Random(1);
        var differences = RecordingComparison.Compare(Recorded(300, _ => 0), Recorded(300, _ => random.NextDouble() - 0.5));
        Assert.Equal(0, differences.FirstJitter!.Value, 0.001);
        // Evenly spread over a degree: a standard deviation of 1/√12.
        Assert.Equal(0.289, differences.SecondJitter!.Value, 0.06);
        Assert.Null(differences.LagMs);
    }

    private static List<RecordedFrame> Recorded(int frames, Func<double, double> yaw, int rate = 30, int lostFrom = int.MaxValue) =>
        [.. Enumerable.Range(0, frames).Select(i => Frame(i, (double)i / rate, yaw((double)i / rate), i >= lostFrom))];

    private static RecordedFrame Frame(int index, double seconds, double yaw, bool isLost)
    {
        var time = TimeSpan.FromSeconds(seconds);
        var pose = new HeadPose(new EulerAngles((float)yaw, 3, -2).ToRotation(), null, time, 1);
        return new RecordedFrame(index, time, isLost ? TrackingState.Lost : TrackingState.Tracking, isLost ? [] : [new FacePose(1, default, 1, pose)]);
    }
}
