using HeadTracker.Contract;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Output.Protocols;
using HeadTracker.Rendering;
using HeadTracker.Response;
using HeadTracker.Results;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Tracking;

public class FaceTrackerTests
{
    private static readonly FaceBox Left = new(100, 100, 80, 80);
    private static readonly FaceBox Right = new(400, 100, 120, 120);
    private readonly FakeVision _vision = new();
    private readonly TrackingResult _result = new();
    private int _frame;

    [Fact]
    public void Largest_face_is_taken_first_and_kept_when_another_grows()
    {
        var tracker = NewTracker();
        Show(tracker, (Left, 10), (Right, 20));
        Assert.Equal(20, Assert.Single(_result.Faces).Measured.Angles.Yaw, 3);
        for (var size = 100; size < 300; size += 20) Show(tracker, (Left with { Width = size, Height = size }, 10), (Right, 20));
        Assert.Equal((1, Right), (_result.Faces[0].Id, _result.Faces[0].Box));
    }

    [Fact]
    public void All_faces_keep_their_numbers_while_they_move_and_swap_sizes()
    {
        var tracker = NewTracker(new TrackerOptions(AllFaces: true, DetectEvery: 3));
        for (var i = 0; i < 20; i++) Show(tracker, (Right.Shifted(-5 * i, 0), 20), (Left.Shifted(3 * i, i), 10));
        Assert.Equal([1, 2], _result.Faces.Select(face => face.Id));
        Assert.Equal([20f, 10f], _result.Faces.Select(face => face.Measured.Angles.Yaw), (a, b) => MathF.Abs(a - b) < 1e-3f);
    }

    [Fact]
    public void Whole_frame_is_searched_only_every_n_frames_while_the_face_is_followed()
    {
        var tracker = NewTracker(new TrackerOptions(DetectEvery: 10));
        for (var i = 0; i < 31; i++) Show(tracker, (Left.Shifted(i, 0), 0));
        Assert.Equal(4, _vision.Searches);
        Assert.Equal(27, _vision.Follows);
    }

    [Fact]
    public void Whole_frame_is_searched_at_once_when_following_fails()
    {
        var tracker = NewTracker();
        Show(tracker, (Left, 0));
        _vision.FollowingIsBlind = true;
        Show(tracker, (Left.Shifted(4, 0), 0));
        Assert.Equal(2, _vision.Searches);
        Assert.Equal(1, Assert.Single(_result.Faces).Id);
        Assert.True(_result.Searched);
    }

    [Fact]
    public void Face_that_the_search_misses_is_still_followed()
    {
        var tracker = NewTracker(new TrackerOptions(DetectEvery: 2));
        Show(tracker, (Left, 0));
        _vision.SearchIsBlind = true;
        for (var i = 0; i < 10; i++) Show(tracker, (Left.Shifted(i, 0), 0));
        Assert.Equal(TrackingState.Tracking, _result.State);
    }

    [Fact]
    public void Whole_frame_is_searched_when_the_pose_becomes_doubtful()
    {
        var tracker = NewTracker(new TrackerOptions(DetectEvery: 1000));
        for (var i = 0; i < 10; i++) Show(tracker, (Left, 0));
        _vision.Scene[0] = _vision.Scene[0] with { Confidence = 0.3f };
        Process(tracker);
        Assert.Equal(1, _vision.Searches);
        Process(tracker);
        Assert.Equal(2, _vision.Searches);
    }

    [Fact]
    public void Lost_face_is_said_to_be_lost_and_has_no_pose()
    {
        var tracker = NewTracker();
        Show(tracker);
        Assert.Equal(TrackingState.Searching, _result.State);
        Show(tracker, (Left, 30));
        Assert.Equal(TrackingState.Tracking, _result.State);
        for (var i = 0; i < 40; i++)
        {
            Show(tracker);
            Assert.Equal(TrackingState.Lost, _result.State);
            Assert.Empty(_result.Faces);
        }

        Assert.Empty(_result.Lost);
    }

    [Fact]
    public void Face_back_within_half_a_second_is_the_same_person_and_later_a_new_one()
    {
        var tracker = NewTracker();
        Show(tracker, (Left, 0));
        for (var i = 0; i < 10; i++) Show(tracker);
        Assert.Equal(new LostFace(1, Left), Assert.Single(_result.Lost));
        Show(tracker, (Left.Shifted(20, 0), 0));
        Assert.Equal(1, _result.Faces[0].Id);
        for (var i = 0; i < 20; i++) Show(tracker);
        Show(tracker, (Left, 0));
        Assert.Equal(2, _result.Faces[0].Id);
    }

    [Fact]
    public void Somebody_else_is_not_taken_for_the_lost_one_and_is_taken_up_after_half_a_second()
    {
        var tracker = NewTracker();
        Show(tracker, (Left, 0));
        Show(tracker, (Right, 0));
        Assert.Equal(TrackingState.Lost, _result.State);
        for (var i = 0; i < 20; i++) Show(tracker, (Right, 0));
        Assert.Equal((2, Right), (_result.Faces[0].Id, _result.Faces[0].Box));
    }

    [Fact]
    public void Two_tracks_never_follow_one_face()
    {
        var tracker = NewTracker(new TrackerOptions(AllFaces: true, DetectEvery: 1000));
        var near = Left.Shifted(50, 0);
        Show(tracker, (Left, 10), (near, 20));
        Assert.Equal(2, _result.Faces.Count);
        for (var i = 0; i < 5; i++) Show(tracker, (Left.Shifted(25, 0), 10));
        Assert.Single(_result.Faces);
    }

    [Fact]
    public void Filter_starts_afresh_for_a_new_person()
    {
        var tracker = NewTracker();
        for (var i = 0; i < 10; i++) Show(tracker, (Left, 40));
        Show(tracker, (Left, -40));
        Assert.True(_result.Faces[0].Pose.Angles.Yaw > -39.9f, "the same person's jump is filtered");
        for (var i = 0; i < 20; i++) Show(tracker);
        Show(tracker, (Left, -40));
        Assert.Equal(-40, _result.Faces[0].Pose.Angles.Yaw, 3);
    }

    [Theory]
    [InlineData(PoseFilterKind.None)]
    [InlineData(PoseFilterKind.Accela)]
    public void Filter_can_be_changed_while_running(PoseFilterKind kind)
    {
        var tracker = NewTracker();
        Show(tracker, (Left, 0));
        Show(tracker, (Left, 40));
        Assert.NotEqual(40, _result.Faces[0].Pose.Angles.Yaw, 1f);
        tracker.Shaping = ShapingOf(TrackerSettings.Defaults with { Filter = new FilterOptions { Kind = kind } });
        Show(tracker, (Left, 30));
        Assert.Equal(30, _result.Faces[0].Pose.Angles.Yaw, 3);
    }

    [Fact]
    public void Recentring_makes_the_present_pose_zero_and_leaves_the_camera_frame_alone()
    {
        var tracker = NewTracker();
        tracker.Shaping = ShapingOf(TrackerSettings.Defaults with { Filter = new FilterOptions { Kind = PoseFilterKind.None } });
        tracker.Recentre();
        Show(tracker, (Left, 25));
        Assert.Equal(0, _result.Faces[0].Recentred.Angles.Yaw, 3);
        Show(tracker, (Left, 35));
        Assert.Equal(10, _result.Faces[0].Recentred.Angles.Yaw, 3);
        Assert.Equal(35, _result.Faces[0].Pose.Angles.Yaw, 3);
        Assert.Equal(0, _result.Faces[0].Recentred.Translation!.Value.Length(), 3);
    }

    [Fact]
    public void New_parameters_go_on_from_the_present_output()
    {
        var tracker = NewTracker();
        for (var i = 0; i < 30; i++) Show(tracker, (Left, 0));
        var steadier = new FilterOptions { OneEuro = new OneEuroOptions { TurnCutoff = 0.05f, TurnBeta = 0 } };
        tracker.Shaping = ShapingOf(TrackerSettings.Defaults with { Filter = steadier });
        Show(tracker, (Left, 40));
        // A fresh filter would pass 40 on; this one, made very slow, hardly leaves 0.
        Assert.InRange(_result.Faces[0].Pose.Angles.Yaw, 0.1f, 2);
    }

    [Fact]
    public void The_output_has_the_users_curve_and_the_pose_does_not()
    {
        var tracker = NewTracker();
        tracker.Shaping = ShapingOf(TrackerSettings.Defaults with
        {
            Filter = new FilterOptions { Kind = PoseFilterKind.None },
            Response = new ResponseSettings { Yaw = new AxisResponseOptions { DeadZone = 5, Gain = 3, Invert = true } },
        });
        Show(tracker, (Left, 25));
        Assert.Equal(25, _result.Faces[0].Pose.Angles.Yaw, 2);
        Assert.Equal(-60, GameAxes.From(_result.Faces[0].Output).Yaw, 2);
        Assert.Equal(100, GameAxes.From(_result.Faces[0].Output).Z, 1);
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData(1.0, 0)]
    [InlineData(5.0, 20)]
    public void A_face_that_was_lost_for_long_comes_back_as_zero_if_asked(double? afterLoss, float expected)
    {
        var tracker = NewTracker();
        tracker.Shaping = ShapingOf(TrackerSettings.Defaults with
        {
            Filter = new FilterOptions { Kind = PoseFilterKind.None },
            Recentre = new RecentreSettings { AfterLossSeconds = afterLoss },
        });
        for (var i = 0; i < 10; i++) Show(tracker, (Left, 10));
        for (var i = 0; i < 60; i++) Show(tracker);
        // It comes back in profile and turns to the screen.
        for (var i = 0; i < 10; i++) Show(tracker, (Left, 70));
        for (var i = 0; i < 20; i++) Show(tracker, (Left, 20));
        Assert.Equal(expected, _result.Faces[0].Recentred.Angles.Yaw, 2);
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        var tracker = NewTracker(new TrackerOptions(AllFaces: true, DetectEvery: 5));
        for (var i = 0; i < 50; i++) Show(tracker, (Left, 10), (Right, 20));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 200; i++) Process(tracker);
        }));
    }

    private FaceTracker NewTracker(TrackerOptions? options = null) => new(_vision, _vision, options ?? new TrackerOptions());

    private void Show(FaceTracker tracker, params (FaceBox Box, float Yaw)[] faces)
    {
        _vision.Show(faces);
        Process(tracker);
    }

    private void Process(FaceTracker tracker) =>
        tracker.Process(new BgrImage(1, 640, 480, 1920), TimeSpan.FromSeconds(_frame++ / 30.0), _result);

    private static PoseShaping ShapingOf(TrackerSettings settings) => new(settings.Filter, settings.Recentre, settings.Response);
}
