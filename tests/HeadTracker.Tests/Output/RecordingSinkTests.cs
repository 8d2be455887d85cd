using HeadTracker.Capture;
using HeadTracker.Output;
using HeadTracker.Sessions;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Dashboard;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Output;

public sealed class RecordingSinkTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly PoseFrames _frames = new();
    private readonly List<string> _reports = [];

    public void Dispose()
    {
        _frames.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_part_of_the_run_is_recorded_with_as_many_poses_as_pictures()
    {
        using var sink = new RecordingSink(70, _reports.Add);
        Write(sink, 0, 5);
        sink.Start(_folder.PathOf("part"), 30, isLive: false, withAttention: false);
        Assert.Throws<UserErrorException>(() => sink.Start(_folder.PathOf("second"), 30, isLive: false, withAttention: false));
        Write(sink, 5, 12);
        Assert.Equal(_folder.PathOf("part"), sink.Stop(NewSummary));
        Write(sink, 17, 5);
        Assert.Null(sink.Stop(NewSummary));

        Assert.Equal(["annotated.mp4", "poses.csv", "poses.jsonl", "summary.json"],
            Directory.EnumerateFiles(_folder.PathOf("part")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Equal(12, File.ReadLines(_folder.PathOf("part/poses.jsonl")).Count());
        using var film = new VideoFileSource(_folder.PathOf("part/annotated.mp4"));
        Assert.Equal(12, film.FrameCount);
        Assert.Empty(_reports);
    }

    [Fact]
    public void A_recording_that_nobody_ends_leaves_nothing_half_written()
    {
        using (var sink = new RecordingSink(70, _reports.Add))
        {
            sink.Start(_folder.PathOf("part"), 30, isLive: false, withAttention: false);
            Write(sink, 0, 3);
        }

        Assert.Empty(_folder.Names);
    }

    /// <summary>Whatever it is: the run that is being recorded goes on.</summary>
    [Fact]
    public void A_recording_that_fails_is_one_report()
    {
        using var sink = new RecordingSink(70, _reports.Add);
        sink.Start(_folder.PathOf("part"), 30, isLive: false, withAttention: false);
        using (var frame = _frames.New(0))
        {
            // No line of JSON can be made of it.
            frame.Result.Faces[0] = frame.Result.Faces[0] with { Score = float.NaN };
            sink.Write(frame);
        }

        Write(sink, 1, 3);
        Assert.Contains("HeadTracker has a fault", Assert.Single(_reports), StringComparison.Ordinal);
        Assert.Null(sink.Path);
    }

    private void Write(RecordingSink sink, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            using var frame = _frames.New(i);
            sink.Write(frame);
        }
    }

    private static RunSummary NewSummary()
    {
        var statistics = new PipelineStatistics();
        return new("fake", 0, 0, 0, 0, 0, 0, false, "", "", "", "", "", RunSummary.StagesOf(statistics), StageSummary.Of(statistics.EndToEnd));
    }
}
