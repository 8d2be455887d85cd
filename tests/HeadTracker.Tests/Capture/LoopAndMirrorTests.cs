using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Results;
using HeadTracker.Tracking;
using OpenCvSharp;
using HeadTracker.Sessions;

namespace HeadTracker.Tests.Capture;

public sealed class LoopAndMirrorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Pool<Frame> _frames = Frame.NewPool();

    public void Dispose()
    {
        _frames.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_looped_clip_goes_on_and_so_does_its_clock()
    {
        using var source = FrameSources.Open([_folder.AddFilm("film.mp4", 5, 20)], new CaptureOptions { Loop = true }, _ => { });
        Assert.Null(source.FrameCount);
        var times = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            using var frame = _frames.Rent();
            Assert.True(source.TryRead(frame, CancellationToken.None));
            times.Add(frame.Timestamp.TotalSeconds);
        }

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.04, 0.06));
    }

    [Fact]
    public void A_clip_that_is_gone_ends_the_loop_with_a_sentence_and_an_empty_one_ends_it()
    {
        var film = _folder.AddFilm("film.mp4", 2, 20);
        using (var source = FrameSources.Open([film], new CaptureOptions { Loop = true }, _ => { }))
        {
            using var frame = _frames.Rent();
            for (var i = 0; i < 2; i++) Assert.True(source.TryRead(frame, CancellationToken.None));
            File.Delete(film);
            Assert.Throws<UserErrorException>(() => source.TryRead(frame, CancellationToken.None));
        }

        using var empty = new LoopedSource(new FakeSource(0), () => throw new InvalidOperationException("opened again"));
        using var none = _frames.Rent();
        Assert.False(empty.TryRead(none, CancellationToken.None));
    }

    [Fact]
    public void A_mirrored_picture_is_flipped_and_the_pose_in_it_changes_sides()
    {
        var photo = FirstSource.DemoClip;
        var (plain, mirrored) = (PoseAt(photo, mirror: false), PoseAt(photo, mirror: true));

        Assert.True(Math.Abs(plain.Angles.Yaw) > 40, $"{plain.Angles}");
        Assert.InRange(plain.Angles.Yaw + mirrored.Angles.Yaw, -6, 6);
        Assert.InRange(plain.Angles.Pitch - mirrored.Angles.Pitch, -6, 6);
        Assert.InRange(plain.Translation!.Value.X + mirrored.Translation!.Value.X, -0.02, 0.02);
    }

    /// <summary>The head at 1.6 s, where it is turned farthest to one side.</summary>
    private HeadPose PoseAt(string film, bool mirror)
    {
        using var source = FrameSources.Open([film], new CaptureOptions { Mirror = mirror }, _ => { });
        using var engines = Engines.Open(null, Engines.DefaultDetector, ExecutionProvider.Cpu);
        var tracker = new FaceTracker(engines.Detector, engines.Estimator, new TrackerOptions());
        var result = new TrackingResult();
        using var frame = _frames.Rent();
        for (var i = 0; i < 40; i++)
        {
            Assert.True(source.TryRead(frame, CancellationToken.None));
            tracker.Process(frame.Pixels, frame.Timestamp, result);
        }

        return result.Faces[0].Measured;
    }
}
