using HeadTracker.Tracking;
using HeadTracker.Sessions;

namespace HeadTracker.Tests.Tracking;

public class PoseStreamTests
{
    private static readonly string Clip = FirstSource.DemoClip;

    /// <summary>The five lines of the documentation.</summary>
    [Fact]
    public void Every_frame_of_a_film_comes_with_its_poses()
    {
        var (frames, faces, last) = (0, 0, TimeSpan.MinValue);
        using var poses = PoseStream.Open(Clip);
        foreach (var result in poses.Read())
        {
            Assert.Equal(frames++, result.Index);
            Assert.True(result.Timestamp > last);
            last = result.Timestamp;
            faces += result.Faces.Count;
        }

        Assert.Equal((250, 250), (frames, poses.Statistics.Frames));
        Assert.True(faces > 240, $"{faces} faces in 250 frames");
        Assert.Equal("turning-head.mp4", poses.SourceName);
        Assert.Throws<InvalidOperationException>(() => poses.Read());
    }

    [Fact]
    public void A_reader_who_leaves_early_or_stops_it_leaves_nothing_hanging()
    {
        using (var poses = PoseStream.Open(Clip, new PoseStreamOptions { Model = "landmarks" })) Assert.Single(poses.Read().Take(1));

        using var stop = new CancellationTokenSource();
        using var stopped = PoseStream.Open(Clip, new PoseStreamOptions { Model = "landmarks" });
        var read = 0;
        foreach (var result in stopped.Read(stop.Token))
        {
            if (++read == 3) stop.Cancel();
        }

        Assert.InRange(read, 3, 20);
    }

    [Fact]
    public void What_cannot_be_opened_is_said() =>
        Assert.Contains("no-such-film.mp4", Assert.Throws<UserErrorException>(() => PoseStream.Open("no-such-film.mp4")).Message, StringComparison.Ordinal);
}
