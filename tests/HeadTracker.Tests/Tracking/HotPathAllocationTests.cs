using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;
using HeadTracker.Output;
using HeadTracker.Results;
using HeadTracker.Tests.Capture;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Tests.Tracking;

/// <summary>A frame of a real film through the real pipeline: decoder, detector, pose, filter, files. None of it allocates once it runs.</summary>
public sealed class HotPathAllocationTests : IDisposable
{
    private const int Frames = 150, WarmUp = 60;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_allocated_per_frame_from_reading_to_the_pose_files()
    {
        using var detector = FaceDetectors.Create("blazeface", ExecutionProvider.Cpu);
        using var estimator = PoseEstimators.Create(PoseEstimators.Landmarks);
        using var source = new MeasuredSource(new VideoFileSource(MakeFilm()));
        using var output = new OutputFolder(_folder.PathOf("out"));
        using var lines = new PoseJsonLinesSink(output, "poses.jsonl");
        using var table = new PoseCsvSink(output, "poses.csv");
        using var meter = new MeterSink();
        using var pipeline = new TrackingPipeline(
            source, new FaceTracker(detector, estimator, new TrackerOptions()), [lines, table, meter], [], DeliveryPolicy.EveryFrame);
        pipeline.Start();
        pipeline.Wait();

        Assert.Equal(Frames, pipeline.Statistics.Frames);
        Assert.True(pipeline.Statistics.FramesWithFace > Frames - 5, $"a face in {pipeline.Statistics.FramesWithFace} frames only");
        AssertNothingPerFrame(source.Meter);
        AssertNothingPerFrame(meter.Meter);
    }

    /// <summary>A lock makes its wait handle when two threads first meet at it, whenever that is; nothing else may allocate.</summary>
    private static void AssertNothingPerFrame(AllocationMeter meter)
    {
        var steps = meter.StepsSince(WarmUp);
        Assert.True(steps.Count <= 2 && steps.All(step => step.Bytes <= 256), string.Join(", ", steps));
    }

    /// <summary>The group of a real photo, moved about as a camera would.</summary>
    private string MakeFilm()
    {
        var file = _folder.PathOf("film.mp4");
        using var photo = ImageFile.Read(Path.Combine(AppContext.BaseDirectory, "demo", "sample6.jpg"));
        using var half = new Mat();
        Cv2.Resize(photo, half, new Size(photo.Width / 2, photo.Height / 2), 0, 0, InterpolationFlags.Area);
        using var writer = new VideoWriter(file, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), 30, new Size(640, 480));
        for (var i = 0; i < Frames; i++)
        {
            using var view = new Mat(half, new Rect(160 + (int)(60 * Math.Sin(i * 0.1)), 60 + (int)(30 * Math.Cos(i * 0.1)), 640, 480));
            writer.Write(view);
        }

        return file;
    }

    /// <summary>What a thread has allocated at each frame.</summary>
    private sealed class AllocationMeter
    {
        private readonly long[] _bytes = new long[Frames + 1];
        private int _count;

        public void Note() => _bytes[_count++] = GC.GetAllocatedBytesForCurrentThread();

        /// <summary>The frames that allocated.</summary>
        public List<(int Frame, long Bytes)> StepsSince(int frame) =>
            [.. Enumerable.Range(frame, _count - 1 - frame).Where(i => _bytes[i + 1] != _bytes[i]).Select(i => (i, _bytes[i + 1] - _bytes[i]))];
    }

    private sealed class MeterSink : IPoseSink
    {
        public AllocationMeter Meter { get; } = new();

        public void Write(TrackingResult result) => Meter.Note();

        public void Dispose()
        {
        }
    }

    private sealed class MeasuredSource(IFrameSource inner) : IFrameSource
    {
        public AllocationMeter Meter { get; } = new();

        public string Name => inner.Name;

        public bool IsLive => inner.IsLive;

        public double FramesPerSecond => inner.FramesPerSecond;

        public long? FrameCount => inner.FrameCount;

        public bool TryRead(Frame frame, CancellationToken cancellation)
        {
            Meter.Note();
            return inner.TryRead(frame, cancellation);
        }

        public void Dispose() => inner.Dispose();
    }
}
