using System.Text.Json;
using HeadTracker.Capture;
using HeadTracker.Estimation;
using HeadTracker.Inference;
using HeadTracker.Profiles;
using HeadTracker.Sessions;
using HeadTracker.Settings;
using HeadTracker.Tests.Capture;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Sessions;

public sealed class TrackRunTests : IDisposable
{
    private const int Failing = 10;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_fails_on_one_of_its_threads_ends_with_its_files_whole()
    {
        using var engines = Engines.Open(PoseEstimators.Landmarks, Engines.DefaultDetector, ExecutionProvider.Cpu);
        var request = new TrackRequest([FirstSource.DemoClip], new CaptureOptions(),
            new TrackerOptions(), new LiveSettings(TrackerSettings.Defaults), _folder.PathOf("out"));
        using var sink = new FailingSink();
        using (var run = new TrackRun(engines, request, _ => { }, [sink]))
        {
            run.RunToEnd(_ => { }, default);
            Assert.Equal("at last", Assert.Throws<InvalidOperationException>(() => run.Finish(interrupted: false)).Message);
        }

        var lines = File.ReadAllLines(_folder.PathOf("out/poses.jsonl"));
        Assert.InRange(lines.Length, Failing, 200);
        using var last = JsonDocument.Parse(lines[^1]);
        using var summary = JsonDocument.Parse(File.ReadAllText(_folder.PathOf("out/summary.json")));
        Assert.True(summary.RootElement.GetProperty("interrupted").GetBoolean());
        using var film = new VideoFileSource(_folder.PathOf("out/annotated.mp4"));
        Assert.InRange(film.FrameCount!.Value, 1, lines.Length);
    }

    private sealed class FailingSink : IFrameSink
    {
        private int _frames;

        public void Write(TrackedFrame frame)
        {
            if (++_frames == Failing) throw new InvalidOperationException("at last");
        }

        public void Dispose()
        {
        }
    }
}
