using System.Net;
using System.Net.Sockets;
using HeadTracker.Attention;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Settings;
using HeadTracker.Tests.Capture;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Tracking;

/// <summary>Nothing else runs meanwhile: memory is the whole process's.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;

[Collection("alone")]
public sealed class SoakTests : IDisposable
{
    private const long AnHour = 60 * 60 * 30, Settled = 20_000;
    private const long HeapSlack = 1 << 20, WorkingSetSlack = 48 << 20;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_hours_frames_with_every_kind_of_output_leave_memory_flat()
    {
        var vision = new WanderingHead();
        var (before, after) = (default((long Heap, long WorkingSet)), default((long Heap, long WorkingSet)));
        using var source = new FakeSource(AnHour, index =>
        {
            vision.Frame = index;
            if (index == Settled) before = Measure();
            if (index == AnHour - 1) after = Measure();
        });
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var output = new OutputFolder(_folder.PathOf("out"));
        using var table = new QueuedSink("table", new PoseCsvSink(output, "poses.csv"), DeliveryPolicy.EveryFrame, e => Assert.Fail(e.Message));
        using var lines = new QueuedSink("lines", new StandardLinesSink(Stream.Null, () => { }), DeliveryPolicy.EveryFrame, e => Assert.Fail(e.Message));
        var reports = 0;
        // One receiver that never reads, one that is not there.
        using var live = new LiveOutputs([$"json://127.0.0.1:{((IPEndPoint)receiver.Client.LocalEndPoint!).Port}", "opentrack://127.0.0.1:9"], _ => reports++);
        var attention = new AttentionWatch(new AttentionSettings { Enabled = true, SpeedKmh = 80 });
        var tracker = new FaceTracker(vision, vision, new TrackerOptions());
        using var pipeline = new TrackingPipeline(source, tracker, [live, table, lines], [], DeliveryPolicy.EveryFrame) { Attention = attention };

        pipeline.Start();
        pipeline.Wait();

        Assert.Equal(AnHour, pipeline.Statistics.Frames);
        Assert.InRange(pipeline.Statistics.FramesWithFace, AnHour / 2, AnHour - 1);
        Assert.Equal(0, pipeline.FramesInFlight);
        Assert.True(after.Heap - before.Heap < HeapSlack, $"the heap grew by {after.Heap - before.Heap} bytes");
        Assert.True(after.WorkingSet - before.WorkingSet < WorkingSetSlack, $"the working set grew by {after.WorkingSet - before.WorkingSet} bytes");
        Assert.InRange(reports, 0, 1);
    }

    private static (long Heap, long WorkingSet) Measure() => (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

    /// <summary>A head that turns to and fro and is away for three seconds of every minute.</summary>
    private sealed class WanderingHead : IFaceDetector, IPoseEstimator
    {
        private static readonly FaceBox Box = new(10, 10, 20, 20);
        private long _frame;

        public long Frame
        {
            get => Interlocked.Read(ref _frame);
            set => Interlocked.Exchange(ref _frame, value);
        }

        public string Name => "wandering";

        public string Provider => "CPU";

        private bool IsHere => Frame % 1800 > 90;

        public void Detect(BgrImage image, List<FaceDetection> faces, CancellationToken cancellation = default)
        {
            faces.Clear();
            if (IsHere) faces.Add(new FaceDetection(Box, 0.9f, default));
        }

        public bool TryFollow(BgrImage image, FaceBox last, out FaceDetection face)
        {
            face = new FaceDetection(Box, 0.9f, default);
            return IsHere;
        }

        public bool UsesPixels => false;

        public void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
        {
            var yaw = 50 * MathF.Sin((float)timestamp.TotalSeconds);
            for (var i = 0; i < faces.Length; i++) poses[i] = new HeadPose(new EulerAngles(yaw, 5, 0).ToRotation(), new(0, 0, -1), timestamp, 0.9f);
        }

        public void Dispose()
        {
        }
    }
}
