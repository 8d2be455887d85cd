using System.Net;
using System.Net.Sockets;
using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Measurement;

/// <summary>Runs one case through the real pipeline again and again and adds up what it measures. Owns nothing it is given.</summary>
/// <remarks>Poses go out as opentrack's datagrams to a socket of this machine, so that "on the wire" means what it says.</remarks>
internal sealed class PipelineBench(BenchCase what, IFaceDetector detector, IPoseEstimator estimator, BenchClip clip, TrackerOptions options, double? live)
{
    /// <summary>Frames of a run before those that count in CPU and allocation.</summary>
    private const int WarmUp = 30;

    private readonly PipelineStatistics _sum = new();
    private TimeSpan _processor, _elapsed;
    private long _allocated, _steady, _faces, _frames, _withFace, _looks, _searches, _dropped;

    /// <param name="counts">False for a run that only warms up.</param>
    /// <param name="stop">Ends the run.</param>
    public void Run(bool counts, CancellationToken stop)
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        using var sender = new UdpPoseSink(new PoseDestination("opentrack", "127.0.0.1", port), _ => { });
        using var meter = new SteadyMeter(WarmUp);
        var faces = new FaceCounter();
        using IFrameSource file = new VideoFileSource(clip.Path);
        using var source = live is null ? file : new PacedSource(file);
        using var pipeline = new TrackingPipeline(
            source, new FaceTracker(detector, estimator, options), [meter, faces, sender], [],
                live is null ? DeliveryPolicy.EveryFrame : DeliveryPolicy.LatestFrame);
        pipeline.Start();
        using (stop.Register(pipeline.Stop)) pipeline.Wait();
        meter.Stop();
        if (!counts) return;

        var run = pipeline.Statistics;
        foreach (var (stage, other) in _sum.Stages.Zip(run.Stages)) stage.Latency.Add(other.Latency);
        (_frames, _withFace, _looks) = (_frames + run.Frames, _withFace + run.FramesWithFace, _looks + run.Looks);
        (_searches, _dropped, _faces) = (_searches + run.Searches, _dropped + run.Dropped, _faces + faces.Count);
        (_processor, _elapsed, _allocated, _steady) = (_processor + meter.ProcessorTime, _elapsed + meter.Elapsed, _allocated + meter.Allocated,
            _steady + meter.Frames);
    }

    public BenchResult Result()
    {
        var steady = Math.Max(1, _steady);
        var seconds = Math.Max(1e-9, _elapsed.TotalSeconds);
        // On the way of a frame; decoding is not, it runs on another thread and at another frame's time.
        var way = (_sum.Wire.Sum - _sum.Capture.Sum).TotalSeconds;
        return new BenchResult(
            estimator.Name,
            detector.Name,
            estimator.Provider,
            what.Threads,
            $"{clip.Size.Width}x{clip.Size.Height}",
            live,
            _frames,
            _withFace,
            _looks,
            _searches,
            _dropped,
            _faces,
            _steady / seconds,
            _processor.TotalMilliseconds / steady,
            _processor.TotalSeconds / seconds,
            (double)_allocated / steady,
            way > 0 ? 1 - _sum.Networks.Sum.TotalSeconds / way : 0,
            RunSummary.StagesOf(_sum),
            StageSummary.Of(_sum.EndToEnd));
    }

    private sealed class FaceCounter : IPoseSink
    {
        public long Count { get; private set; }

        public void Write(TrackingResult result) => Count += result.Faces.Count;

        public void Dispose()
        {
        }
    }
}
