using System.Diagnostics;
using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Replay;
using HeadTracker.Response;
using HeadTracker.Results;
using HeadTracker.Tests.Capture;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Replay;

public sealed class RecordingPlayerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Collector _sink = new();

    public void Dispose()
    {
        _sink.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Poses_go_through_a_filter_per_face_at_their_own_times()
    {
        var frames = Read(60, time => 40 * Math.Sin(3 * time));
        var player = new RecordingPlayer(ShapingWith(PoseFilterKind.OneEuro), [_sink]);

        Assert.Equal(60, player.Play(frames, speed: null, CancellationToken.None));

        var filter = new OneEuroFilter();
        Assert.Equal(frames.Select(frame => filter.Filter(frame.Faces[0].Measured)), _sink.Poses.Select(face => face.Pose));
        Assert.Equal(frames.Select(frame => frame.Faces[0].Measured), _sink.Poses.Select(face => face.Measured));
        Assert.NotEqual(_sink.Poses[30].Measured, _sink.Poses[30].Pose);
    }

    [Fact]
    public void Speed_stretches_the_recordings_time()
    {
        var frames = Read(31, _ => 0);
        var player = new RecordingPlayer(ShapingWith(PoseFilterKind.None), [_sink]);
        var clock = Stopwatch.StartNew();

        player.Play(frames, speed: 4, CancellationToken.None);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0.249, 2);
    }

    [Fact]
    public void Interruption_ends_a_wait()
    {
        // At this speed the second frame is due after 3.3 s.
        var frames = Read(3000, _ => 0);
        var player = new RecordingPlayer(ShapingWith(PoseFilterKind.None), [_sink]);
        using var stop = new CancellationTokenSource(100);
        var clock = Stopwatch.StartNew();

        var played = player.Play(frames, speed: 0.01, stop.Token);

        Assert.InRange(played, 0, 1);
        Assert.True(clock.Elapsed.TotalSeconds < 3, $"the wait ended after {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(played, _sink.Poses.Count);
    }

    [Fact]
    public void A_recording_recentres_after_a_loss_where_the_tracker_would_have()
    {
        // Two seconds at 20°, four away, two at 50°.
        static IEnumerable<string> Lines() => Enumerable.Range(0, 61).Select(i => Recording.Line(i, i / 30.0, 20))
            .Concat(Enumerable.Range(180, 61).Select(i => Recording.Line(i, i / 30.0, 50)));
        File.WriteAllLines(_folder.PathOf("poses.jsonl"), Lines());
        var player = new RecordingPlayer(ShapingWith(PoseFilterKind.None, new RecentreSettings { AfterLossSeconds = 3 }), [_sink]);

        player.Play(PoseRecording.Read(_folder.PathOf("poses.jsonl")), speed: null, CancellationToken.None);

        var back = _sink.Poses.Skip(61).ToList();
        var settled = (int)Math.Ceiling(PoseShaping.SettlingTime.TotalSeconds * 30);
        Assert.All(_sink.Poses.Take(61), face => Assert.Equal(face.Pose, face.Output));
        Assert.All(back.Take(settled), face => Assert.Equal(face.Pose, face.Output));
        Assert.All(back.Skip(settled), face => Assert.Equal(0, Rotations.AngleBetween(Quaternion.Identity, face.Output.Rotation), 0.01));
        Assert.Equal(61 - settled, back.Count(face => face.Output != face.Pose));
    }

    private static PoseShaping ShapingWith(PoseFilterKind filter, RecentreSettings? recentre = null) =>
        new(new FilterOptions { Kind = filter }, recentre ?? new RecentreSettings(), new ResponseSettings());

    private IReadOnlyList<RecordedFrame> Read(int frames, Func<double, double> yaw)
    {
        File.WriteAllLines(_folder.PathOf("poses.jsonl"), Recording.Of(frames, yaw));
        return PoseRecording.Read(_folder.PathOf("poses.jsonl"));
    }

    private sealed class Collector : IPoseSink
    {
        public List<FacePose> Poses { get; } = [];

        public void Write(TrackingResult result) => Poses.AddRange(result.Faces);

        public void Dispose()
        {
        }
    }
}
