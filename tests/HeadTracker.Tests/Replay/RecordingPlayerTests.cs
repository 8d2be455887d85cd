using System.Diagnostics;
using HeadTracker.Filtering;
using HeadTracker.Output;
using HeadTracker.Replay;
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
        using var player = new RecordingPlayer(() => new OneEuroFilter(), [_sink]);

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
        using var player = new RecordingPlayer(() => new PassThroughFilter(), [_sink]);
        var clock = Stopwatch.StartNew();

        player.Play(frames, speed: 4, CancellationToken.None);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0.249, 2);
    }

    [Fact]
    public void Interruption_ends_a_wait()
    {
        // At this speed the second frame is due after 3.3 s.
        var frames = Read(3000, _ => 0);
        using var player = new RecordingPlayer(() => new PassThroughFilter(), [_sink]);
        using var stop = new CancellationTokenSource(100);
        var clock = Stopwatch.StartNew();

        var played = player.Play(frames, speed: 0.01, stop.Token);

        Assert.InRange(played, 0, 1);
        Assert.True(clock.Elapsed.TotalSeconds < 3, $"the wait ended after {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(played, _sink.Poses.Count);
    }

    private IReadOnlyList<RecordedFrame> Read(int frames, Func<double, double> yaw)
    {
        File.WriteAllLines(_folder.PathOf("poses.jsonl"), Recording.Of(frames, yaw));
        return PoseRecording.Read(_folder.PathOf("poses.jsonl"));
    }

    private sealed class Collector : IPoseSink
    {
        public List<FacePose> Poses { get; } = [];

        public void Write(TrackedFrame frame) => Poses.AddRange(frame.Result.Faces);

        public void Dispose()
        {
        }
    }
}
