using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Results;
using HeadTracker.Tests.Capture;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Tracking;

public class TrackingPipelineTests
{
    private readonly FakeVision _vision = new();
    private readonly Recorder _poses = new();
    private readonly Recorder _pictures = new();

    public TrackingPipelineTests() => _vision.Show((new FaceBox(10, 10, 20, 20), 15));

    [Fact]
    public void Every_frame_of_a_file_reaches_every_sink_in_order()
    {
        _vision.BeforeSearch = () => Thread.Sleep(1);
        using var pipeline = NewPipeline(new FakeSource(100), DeliveryPolicy.EveryFrame);
        Run(pipeline);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), _poses.Indices);
        Assert.Equal(_poses.Indices, _pictures.Indices);
        Assert.Equal((100, 100, 0), (pipeline.Statistics.Frames, pipeline.Statistics.FramesWithFace, pipeline.Statistics.Dropped));
        Assert.Equal(100, pipeline.Statistics.EndToEnd.Count);
        Assert.Equal(0, pipeline.FramesInFlight);
    }

    [Fact]
    public void Slow_tracker_drops_old_frames_and_counts_each()
    {
        // Every frame is searched, and a search takes as long as eight frames.
        _vision.BeforeSearch = () => Thread.Sleep(16);
        using var pipeline = NewPipeline(new FakeSource(100, _ => Thread.Sleep(2), isLive: true), DeliveryPolicy.LatestFrame,
            new TrackerOptions(DetectEvery: 1));
        Run(pipeline);
        Assert.True(pipeline.Statistics.Dropped > 20, $"only {pipeline.Statistics.Dropped} frames were dropped");
        Assert.Equal(100, pipeline.Statistics.Frames + pipeline.Statistics.Dropped);
        Assert.Equal(99, _poses.Indices[^1]);
        Assert.Equal(_poses.Indices.Order(), _poses.Indices);
        Assert.Equal(0, pipeline.FramesInFlight);
    }

    [Fact]
    public void It_is_known_how_long_no_picture_has_come()
    {
        using var next = new ManualResetEventSlim();
        using var pipeline = NewPipeline(new FakeSource(4, frame => { if (frame == 3) next.Wait(); }), DeliveryPolicy.LatestFrame);
        Assert.Equal(TimeSpan.Zero, pipeline.SinceLastPicture);
        pipeline.Start();
        Assert.True(SpinWait.SpinUntil(() => pipeline.SinceLastPicture > TimeSpan.FromSeconds(0.3), 10_000));
        next.Set();
        Assert.True(SpinWait.SpinUntil(() => pipeline.SinceLastPicture < TimeSpan.FromSeconds(0.3), 10_000));
        pipeline.Wait();
    }

    [Fact]
    public void Limit_ends_the_run_at_exactly_that_many_frames()
    {
        using var pipeline = NewPipeline(new FakeSource(1000), DeliveryPolicy.EveryFrame, limit: 7);
        Run(pipeline);
        Assert.Equal((7, 7), (_poses.Indices.Count, _pictures.Indices.Count));
        Assert.Equal(0, pipeline.FramesInFlight);
    }

    [Fact]
    public void Stop_hands_on_what_was_read()
    {
        var source = new FakeSource(long.MaxValue, _ => Thread.Sleep(1));
        using var pipeline = NewPipeline(source, DeliveryPolicy.EveryFrame);
        pipeline.Start();
        while (pipeline.Statistics.Frames < 10) Thread.Sleep(1);
        pipeline.Stop();
        pipeline.Wait();
        Assert.Equal(source.Read, _poses.Indices.Count);
        Assert.Equal(source.Read, _pictures.Indices.Count);
        Assert.Equal(0, pipeline.FramesInFlight);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Failing_sink_ends_the_run_and_its_error_comes_out(bool poseSink)
    {
        (poseSink ? _poses : _pictures).FailAt = 5;
        using var pipeline = NewPipeline(new FakeSource(long.MaxValue), DeliveryPolicy.EveryFrame);
        var failed = false;
        pipeline.Ended += failure => failed = failure;
        pipeline.Start();
        var error = Assert.Throws<UserErrorException>(pipeline.Wait);
        Assert.Equal("The disk is full.", error.Message);
        Assert.True(failed);
        // The failing pose sink's frame is the one that never came back.
        Assert.InRange(pipeline.FramesInFlight, 0, poseSink ? 2 : 0);
    }

    [Fact]
    public void Failing_source_ends_the_run_and_its_error_comes_out()
    {
        using var pipeline = NewPipeline(new FakeSource(100, index => { if (index == 3) throw new UserErrorException("unreadable"); }),
            DeliveryPolicy.EveryFrame);
        pipeline.Start();
        Assert.Throws<UserErrorException>(pipeline.Wait);
    }

    [Fact]
    public void Pause_stops_the_frames_and_goes_on_from_there()
    {
        using var pipeline = NewPipeline(new FakeSource(2000, _ => Thread.Sleep(1)), DeliveryPolicy.EveryFrame);
        pipeline.Start();
        while (pipeline.Statistics.Frames < 5) Thread.Sleep(1);
        pipeline.IsPaused = true;
        Thread.Sleep(100);
        var paused = pipeline.Statistics.Frames;
        Thread.Sleep(100);
        Assert.Equal(paused, pipeline.Statistics.Frames);
        pipeline.IsPaused = false;
        while (pipeline.Statistics.Frames < paused + 5) Thread.Sleep(1);
        pipeline.Stop();
        pipeline.Wait();
        Assert.Equal(Enumerable.Range(0, _poses.Indices.Count).Select(i => (long)i), _poses.Indices);
    }

    [Fact]
    public void Never_started_pipeline_can_be_disposed() => NewPipeline(new FakeSource(1), DeliveryPolicy.EveryFrame).Dispose();

    private static void Run(TrackingPipeline pipeline)
    {
        pipeline.Start();
        pipeline.Wait();
    }

    private TrackingPipeline NewPipeline(FakeSource source, DeliveryPolicy policy, TrackerOptions? options = null, long? limit = null) =>
        new(source, new FaceTracker(_vision, _vision, options ?? new TrackerOptions()), [_poses], [_pictures], policy, limit);

    private sealed class Recorder : IPoseSink, IFrameSink
    {
        public List<long> Indices { get; } = [];

        public long FailAt { get; set; } = -1;

        public void Write(TrackingResult result) => Note(result.Index);

        public void Write(TrackedFrame frame)
        {
            Assert.Equal(frame.Frame.Index, frame.Result.Index);
            Note(frame.Frame.Index);
        }

        public void Dispose()
        {
        }

        private void Note(long index)
        {
            if (index == FailAt) throw new UserErrorException("The disk is full.");
            Indices.Add(index);
        }
    }
}
