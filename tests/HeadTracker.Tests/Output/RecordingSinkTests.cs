using HeadTracker.Capture;
using HeadTracker.Output;
using HeadTracker.Sessions;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Dashboard;
using HeadTracker.Tests.Support;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Output;

public sealed class RecordingSinkTests : IDisposable
{
    private static readonly TrackingFilesOptions Options = new(30, IsLive: false, 70, WithAttention: false, WithFilm: true);
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
        using var sink = new RecordingSink(_reports.Add);
        Write(sink, 0, 5);
        sink.Start(_folder.PathOf("part"), Options);
        Assert.Throws<UserErrorException>(() => sink.Start(_folder.PathOf("second"), Options));
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
        using (var sink = new RecordingSink(_reports.Add))
        {
            sink.Start(_folder.PathOf("part"), Options);
            Write(sink, 0, 3);
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_gap_in_a_recording_is_bounded_and_whoever_asks_for_the_folder_does_not_wait()
    {
        using var sink = new RecordingSink(_reports.Add);
        sink.Start(_folder.PathOf("part"), Options with { IsLive = true });
        WriteAt(sink, TimeSpan.Zero);
        var before = FilmLength();
        // A camera that was away for ten minutes.
        var writing = Task.Run(() => WriteAt(sink, TimeSpan.FromMinutes(10)));
        Assert.True(SpinWait.SpinUntil(() => FilmLength() > before, 30_000));
        Assert.Equal(_folder.PathOf("part"), sink.Path);
        Assert.False(writing.IsCompleted, "the path was given only when the gap had been written");

        Assert.Equal(_folder.PathOf("part"), sink.Stop(NewSummary));

        using var film = new VideoFileSource(_folder.PathOf("part/annotated.mp4"));
        Assert.Equal(301, film.FrameCount);
        Assert.Equal(2, File.ReadLines(_folder.PathOf("part/poses.jsonl")).Count());
    }

    [Fact]
    public void Recordings_of_one_second_have_folders_of_their_own()
    {
        var time = new DateTime(2026, 3, 4, 5, 6, 7);
        var folders = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var sink = new RecordingSink(_reports.Add);
            folders.Add(RecordingFolder.NewIn(_folder.Path, time));
            sink.Start(folders[^1], Options);
            Write(sink, 0, i + 1);
            Assert.Equal(folders[^1], sink.Stop(NewSummary));
        }

        Assert.Equal(["headtracker-20260304-050607", "headtracker-20260304-050607-2", "headtracker-20260304-050607-3"],
            folders.Select(folder => Path.GetFileName(folder)));
        Assert.Equal([1, 2, 3], folders.Select(folder => File.ReadLines(Path.Combine(folder, "poses.jsonl")).Count()));
    }

    private long FilmLength() => new FileInfo(_folder.PathOf("part/annotated.partial.mp4")).Length;

    private void WriteAt(RecordingSink sink, TimeSpan time)
    {
        using var frame = _frames.New(0, 1280, 720);
        Noise.Fill(frame.Frame.Image, 1);
        (frame.Frame.Timestamp, frame.Result.Timestamp) = (time, time);
        sink.Write(frame);
    }

    /// <summary>Whatever it is: the run that is being recorded goes on.</summary>
    [Fact]
    public void A_recording_that_fails_is_one_report()
    {
        using var sink = new RecordingSink(_reports.Add);
        sink.Start(_folder.PathOf("part"), Options);
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
        return new("fake", 0, 0, 0, 0, 0, 0, 0, false, "", "", "", "", "", RunSummary.StagesOf(statistics), StageSummary.Of(statistics.EndToEnd));
    }
}
