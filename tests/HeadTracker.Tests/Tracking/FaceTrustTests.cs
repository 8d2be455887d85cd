using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Response;
using HeadTracker.Results;
using HeadTracker.Sessions;
using HeadTracker.Settings;
using HeadTracker.Tests.Support;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Tests.Tracking;

/// <summary>What may be no face is unsure: it is told, but neither sent nor made zero.</summary>
public sealed class FaceTrustTests
{
    private static readonly FaceBox Small = new(100, 100, 80, 80);
    private static readonly FaceBox Large = new(400, 100, 120, 120);

    private readonly FakeVision _vision = new();
    private readonly TrackingResult _result = new();
    private readonly FaceTracker _tracker;
    private int _frame;

    public FaceTrustTests() => _tracker = new FaceTracker(_vision, _vision, new TrackerOptions());

    [Fact]
    public void What_scores_as_things_do_is_unsure_and_not_sent()
    {
        _vision.Score = 0.69f;
        Show(30, (Small, 10, 0.22f));
        Assert.Equal(TrackingState.Unsure, _result.State);
        Assert.False(Assert.Single(_result.Faces).IsSure);
        Assert.Null(_result.Sent);
    }

    [Fact]
    public void It_is_sent_when_asked_for()
    {
        _tracker.Shaping = new PoseShaping(new FilterOptions(), new RecentreSettings(), new ResponseSettings(), sendsUnsure: true);
        _vision.Score = 0.6f;
        Show(1, (Small, 10, 0.1f));
        Assert.Equal(10, _result.Sent!.Value.Measured.Angles.Yaw, 3);
    }

    [Fact]
    public void A_clear_face_is_sure_at_once_and_a_middling_one_when_two_frames_agree()
    {
        Show(1, (Small, 10, 0.9f));
        Assert.Equal(TrackingState.Tracking, _result.State);

        var other = new FaceTracker(_vision, _vision, new TrackerOptions());
        Show(other, (Small, 10, 0.3f));
        Assert.Equal(TrackingState.Unsure, _result.State);
        Show(other, (Small, 50, 0.3f));
        Assert.Equal(TrackingState.Unsure, _result.State);
        Show(other, (Small, 55, 0.3f));
        Assert.Equal(TrackingState.Tracking, _result.State);
    }

    [Fact]
    public void An_upside_down_head_is_unsure_however_clear()
    {
        _vision.UpsideDown = (0.93f, 0.95f);
        Show(30, (Small, 10, 0.95f));
        Assert.Equal(TrackingState.Unsure, _result.State);
    }

    [Theory]
    [InlineData(0.95f, 0.4f, true, true)]
    [InlineData(0.95f, 0.4f, false, false)]
    [InlineData(0.93f, 0.95f, true, false)]
    [InlineData(0.85f, 0.95f, false, true)]
    [InlineData(0, 0, true, true)]
    public void Upside_down_counts_by_score_and_by_the_pose_too_where_that_looks_at_pixels(
        float score, float confidence, bool looksAtPixels, bool convinces)
    {
        (_vision.UpsideDown, _vision.LooksAtPixels) = ((score, confidence), looksAtPixels);
        _vision.Scene.Add((Small, 10, 0.95f));
        Assert.Equal(convinces, Convinces(new FaceDetection(Small, 0.9f, default), confidence: 0.95f));
    }

    [Fact]
    public void A_face_that_fades_is_unsure_in_the_same_frame()
    {
        Show(10, (Small, 10, 0.95f));
        _vision.Score = 0.69f;
        Show(1, (Small, -48, 0.1f));
        Assert.Equal(TrackingState.Unsure, _result.State);
        Assert.Null(_result.Sent);
    }

    [Fact]
    public void Recentring_waits_for_a_pose_that_is_sure()
    {
        _tracker.Shaping = new PoseShaping(new FilterOptions { Kind = PoseFilterKind.None }, new RecentreSettings(), new ResponseSettings());
        _vision.Score = 0.6f;
        _tracker.Recentre();
        Show(5, (Small, -30, 0.1f));
        Assert.Equal(-30, _result.Faces[0].Recentred.Angles.Yaw, 3);
        _vision.Score = 0.9f;
        Show(1, (Small, 25, 0.9f));
        Assert.Equal(0, _result.Faces[0].Recentred.Angles.Yaw, 3);
    }

    [Fact]
    public void Something_unsure_does_not_end_a_loss()
    {
        _tracker.Shaping = new PoseShaping(
            new FilterOptions { Kind = PoseFilterKind.None }, new RecentreSettings { AfterLossSeconds = 1 }, new ResponseSettings());
        Show(10, (Small, 10, 0.9f));
        _vision.Score = 0.6f;
        for (var i = 0; i < 60; i++) Show(1, (Large, 40, 0.1f));
        _vision.Score = 0.9f;
        Show(30, (Small, 20, 0.9f));
        Assert.Equal(0, _result.Faces[0].Recentred.Angles.Yaw, 3);
    }

    [Fact]
    public void A_larger_thing_keeps_no_face_from_being_followed()
    {
        Show(20, (Large, 0, 0.05f));
        Assert.Equal(TrackingState.Unsure, _result.State);
        for (var i = 0; i < 20; i++) Show(1, (Large, 0, 0.05f), (Small, 15, 0.9f));
        Assert.Equal(TrackingState.Tracking, _result.State);
        Assert.Equal(Small, Assert.Single(_result.Faces).Box);
    }

    [Fact]
    public void A_thing_out_of_sight_is_not_lost_but_was_never_there()
    {
        _vision.Score = 0.6f;
        Show(5, (Large, 0, 0.05f));
        Show(1);
        Assert.Equal(TrackingState.Searching, _result.State);
        Assert.Empty(_result.Lost);
    }

    [Fact]
    public void A_pose_that_is_no_number_is_not_told_and_harms_nothing_afterwards()
    {
        Show(10, (Small, 10, 0.9f));
        Show(3, (Small, float.NaN, float.NaN));
        Assert.Equal(TrackingState.Unsure, _result.State);
        Assert.Empty(_result.Faces);
        Show(3, (Small, 10, 0.9f));
        Assert.Equal(TrackingState.Tracking, _result.State);
        Assert.Equal(10, _result.Faces[0].Output.Angles.Yaw, 2);
    }

    [Fact]
    public void Photos_are_upright_and_turned_ones_are_not()
    {
        using var engines = Engines.Open(null, Engines.DefaultDetector, ExecutionProvider.Cpu, minimumScore: 0.5f, threads: 1);
        using var photo = Photo.Sample(3);
        using var turned = new Mat();
        Cv2.Rotate(photo.Pixels, turned, RotateFlags.Rotate180);

        var faces = Judged(engines, photo.Pixels);
        Assert.Equal(3, faces.Count);
        Assert.All(faces, face => Assert.True(face.IsSure));

        var places = faces.ConvertAll(face => FaceBox.FromCenter(new Vector2(turned.Width, turned.Height) - face.Box.Center, face.Box.Width, face.Box.Height));
        var found = Judged(engines, turned);
        // What is found elsewhere is no face at all.
        var heads = places.ConvertAll(place => found.MaxBy(face => face.Box.IntersectionOverUnion(place)));
        Assert.All(heads, face => Assert.False(face.IsSure));
    }

    [Theory]
    [InlineData(44, 0.6f, 0.8f, true, true)]
    [InlineData(50, 0.8f, 0.6f, true, false)]
    [InlineData(50, 0.8f, 0.9f, true, true)]
    [InlineData(50, 0.8f, 0.9f, false, false)]
    [InlineData(-50, 0.8f, 0.9f, true, true)]
    [InlineData(58, 0.95f, 0.95f, true, false)]
    public void A_head_that_bends_far_needs_more_evidence_and_one_that_lies_never_has_enough(
        float tilt, float score, float confidence, bool looksAtPixels, bool convinces)
    {
        _vision.LooksAtPixels = looksAtPixels;
        var (sin, cos) = MathF.SinCos(tilt * MathF.PI / 180);
        Vector2 Turned(float x, float y) => new(100 + cos * x - sin * y, 100 + sin * x + cos * y);
        var points = new FaceKeypoints(Turned(-20, -20), Turned(20, -20), Turned(0, 0), Turned(0, 20), Turned(-40, -10), Turned(40, -10), default);
        Assert.Equal(tilt, points.Tilt, 0.01f);
        Assert.Equal(convinces, Convinces(new FaceDetection(Small, score, points), confidence));
    }

    [Fact]
    public void A_painted_face_is_one_and_a_head_thrown_aside_is_one()
    {
        using var engines = Engines.Open(null, Engines.DefaultDetector, ExecutionProvider.Cpu, thorough: true, threads: 1);
        using var photo = Photo.Sample(1);
        // Black triangles under her eyes and dots on her cheeks: the detector finds a better face in her upside down.
        var faces = Judged(engines, photo.Pixels);
        Assert.Equal(3, faces.Count);
        Assert.All(faces, face => Assert.True(face.IsSure));
    }

    [SharedFact("cases/05-false-faces-are-sent/leaves.mp4")]
    public void A_breakfast_table_without_anybody_is_never_tracked()
    {
        using var engines = Engines.Open(null, Engines.DefaultDetector, ExecutionProvider.Cpu, threads: 1);
        using var source = new VideoFileSource(SharedData.PathOf("cases/05-false-faces-are-sent/leaves.mp4"));
        var frames = Frame.NewPool();
        var tracker = new FaceTracker(engines.Detector, engines.Estimator, new TrackerOptions());
        var (withMan, withNobody) = (0, 0);
        while (true)
        {
            using var frame = frames.Rent();
            if (!source.TryRead(frame, CancellationToken.None)) break;
            tracker.Process(frame.Pixels, frame.Timestamp, _result);
            if (_result.State != TrackingState.Tracking) continue;
            // Two seconds of a man, a few frames of cross-fading, then the table.
            if (frame.Timestamp < TimeSpan.FromSeconds(2.2)) withMan++;
            else withNobody++;
        }

        Assert.InRange(withMan, 55, 66);
        Assert.Equal(0, withNobody);
    }

    private static List<FacePose> Judged(Engines engines, Mat photo) =>
        [.. new ImageRun(engines, fieldOfView: null).Process("photo", photo, copies: null, CancellationToken.None).Faces];

    private bool Convinces(in FaceDetection face, float confidence)
    {
        var camera = PinholeCamera.FromDiagonalFieldOfView(640, 480, PinholeCamera.TypicalDiagonalFieldOfView);
        var pose = new HeadPose(Quaternion.Identity, null, TimeSpan.Zero, confidence);
        return new FaceTrust(_vision, _vision).Convinces(new BgrImage(1, 640, 480, 1920), camera, face, pose);
    }

    private void Show(int times, params (FaceBox Box, float Yaw, float Confidence)[] faces)
    {
        for (var i = 0; i < times; i++) Show(_tracker, faces);
    }

    private void Show(FaceTracker tracker, params (FaceBox Box, float Yaw, float Confidence)[] faces)
    {
        _vision.Scene.Clear();
        _vision.Scene.AddRange(faces);
        tracker.Process(new BgrImage(1, 640, 480, 1920), TimeSpan.FromSeconds(_frame++ / 30.0), _result);
    }
}
