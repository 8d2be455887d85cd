using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Rendering;
using HeadTracker.Results;
using HeadTracker.Tracking;
using OpenCvSharp;
using Xunit.Abstractions;

namespace HeadTracker.Tests.Tracking;

/// <summary>Following a face by its picture, on pictures of faces.</summary>
public sealed class FacePatchTests(ITestOutputHelper output) : IDisposable
{
    private readonly Mat _photo = ImageFile.Read(Path.Combine(AppContext.BaseDirectory, "demo", "sample6.jpg"));
    private readonly IFaceDetector _detector = FaceDetectors.Create("blazeface-front", ExecutionProvider.Cpu);

    public void Dispose()
    {
        _photo.Dispose();
        _detector.Dispose();
    }

    [Theory]
    [InlineData(6, -4, 1)]
    [InlineData(0, 0, 1.05)]
    [InlineData(-5, 3, 0.95)]
    public void A_face_that_moved_and_grew_is_found_to_a_hundredth_of_its_size(float dx, float dy, double growth)
    {
        using var photo = Scaled(_photo, 0.5);
        var face = FindFace(photo);
        var patch = new FacePatch();
        patch.Remember(Pixels(photo), face);

        using var moved = new Mat();
        var about = face.Center;
        using var motion = new Mat(2, 3, MatType.CV_64FC1);
        motion.SetArray([growth, 0, about.X + dx - growth * about.X, 0, growth, about.Y + dy - growth * about.Y]);
        Cv2.WarpAffine(photo, moved, motion, photo.Size());
        // Another exposure beside it.
        moved.ConvertTo(moved, -1, 0.8, 12);

        Assert.True(patch.TryFollow(Pixels(moved), face, out var found));
        Assert.InRange(Vector2.Distance(found.Center, about + new Vector2(dx, dy)), 0, 0.01f * face.Width);
        Assert.Equal(growth, found.Width / face.Width, 0.015);
        Assert.Equal(found.Width / face.Width, found.Height / face.Height, 1e-4f);
    }

    [Fact]
    public void A_face_that_is_gone_or_covered_is_not_found()
    {
        using var photo = Scaled(_photo, 0.5);
        var face = FindFace(photo);
        var patch = new FacePatch();
        patch.Remember(Pixels(photo), face);
        Assert.True(patch.TryFollow(Pixels(photo), face, out _));

        using var covered = photo.Clone();
        Cv2.Rectangle(covered, new Rect((int)face.X, (int)(face.Y + face.Height / 2), (int)face.Width, (int)face.Height / 2), new Scalar(60, 90, 150), -1);
        Assert.False(patch.TryFollow(Pixels(covered), face, out _));
        using var empty = new Mat(photo.Size(), MatType.CV_8UC3, new Scalar(90, 110, 100));
        Assert.False(patch.TryFollow(Pixels(empty), face, out _));
        using var noise = photo.Clone();
        Cv2.Randu(noise, Scalar.All(0), Scalar.All(255));
        Assert.False(patch.TryFollow(Pixels(noise), face, out _));
        patch.Remember(Pixels(empty), face);
        Assert.False(patch.TryFollow(Pixels(empty), face, out _));
    }

    /// <summary>The demo's head turns by up to 60° in 10 s. The measure is the detector's own box in every frame.</summary>
    [Fact]
    public void Between_two_looks_the_box_stays_nearer_to_the_detectors_than_one_that_is_left_where_it_was()
    {
        using var source = new VideoFileSource(Path.Combine(AppContext.BaseDirectory, "models", "demo", "turning-head.mp4"));
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        Assert.True(source.TryRead(frame, default));
        var truth = FindFace(frame.Image);
        var (followed, kept, patch) = (truth, truth, new FacePatch());
        var (ofFollowed, ofKept, count, lost) = (0f, 0f, 0, 0);
        patch.Remember(frame.Pixels, truth);
        for (var since = 1; source.TryRead(frame, default) && _detector.TryFollow(frame.Pixels, truth, out var face); since++)
        {
            truth = face.Box;
            if (since == 4)
            {
                (followed, kept, since) = (truth, truth, 0);
                patch.Remember(frame.Pixels, truth);
                continue;
            }

            count++;
            if (!patch.TryFollow(frame.Pixels, followed, out var box))
            {
                lost++;
                continue;
            }

            followed = box;
            (ofFollowed, ofKept) = (ofFollowed + followed.IntersectionOverUnion(truth), ofKept + kept.IntersectionOverUnion(truth));
        }

        var found = count - lost;
        output.WriteLine($"{count} frames, {found} followed: overlap with the detector's box {ofFollowed / found:F4}, of the last look's box "
            + $"{ofKept / found:F4}");
        Assert.True(count > 150);
        Assert.InRange(lost, 0, count / 3);
        Assert.InRange(ofFollowed / found, 0.93f, 1);
        Assert.True(ofFollowed > ofKept);
    }

    [Fact]
    public void The_detector_looks_at_every_fourth_frame_and_as_soon_as_the_picture_changes()
    {
        using var photo = Scaled(_photo, 0.5);
        var face = FindFace(photo);
        var vision = new FakeVision { LooksAtPixels = true };
        vision.Show((face, 10));
        var tracker = new FaceTracker(vision, vision, new TrackerOptions(DetectEvery: 1000, LookEvery: 4));
        var result = new TrackingResult();
        for (var i = 0; i < 41; i++) tracker.Process(Pixels(photo), TimeSpan.FromSeconds(i / 30.0), result);
        Assert.Equal(1, vision.Searches);
        Assert.Equal(10, vision.Follows);
        Assert.Equal(10, Assert.Single(result.Faces).Measured.Angles.Yaw, 3);

        // The face goes out of the picture: said in the very frame, whatever the detector's turn.
        vision.Show();
        using var empty = new Mat(photo.Size(), MatType.CV_8UC3, new Scalar(90, 110, 100));
        tracker.Process(Pixels(empty), TimeSpan.FromSeconds(41 / 30.0), result);
        Assert.Equal(TrackingState.Lost, result.State);
        Assert.Empty(result.Faces);
        Assert.True(result is { Looked: true, Searched: true });
    }

    private FaceBox FindFace(Mat photo)
    {
        var faces = new List<FaceDetection>();
        _detector.Detect(Pixels(photo), faces);
        return faces.MaxBy(face => face.Box.Area).Box;
    }

    private static Mat Scaled(Mat photo, double scale)
    {
        var smaller = new Mat();
        Cv2.Resize(photo, smaller, default, scale, scale, InterpolationFlags.Area);
        return smaller;
    }

    private static BgrImage Pixels(Mat image) => new(image.Data, image.Width, image.Height, (int)image.Step());
}
