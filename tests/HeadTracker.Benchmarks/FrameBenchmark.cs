using BenchmarkDotNet.Attributes;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;
using HeadTracker.Results;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Benchmarks;

/// <summary>Reading a frame of the demo's clip, and what the inference thread does with it: find, estimate, filter.</summary>
public class FrameBenchmark
{
    private readonly List<Mat> _frames = [];
    private readonly Mat _empty = new(720, 1280, MatType.CV_8UC3, new Scalar(90, 110, 100));
    private readonly TrackingResult _result = new();
    private readonly Mat _read = new();
    private VideoCapture _video = null!;
    private IFaceDetector _detector = null!;
    private IPoseEstimator _estimator = null!;
    private FaceTracker _tracker = null!;
    private FaceTracker _idle = null!;
    private TimeSpan _time;
    private int _next;

    private static string Clip => Path.Combine(AppContext.BaseDirectory, "models", "demo", "turning-head.mp4");

    [GlobalSetup]
    public void Setup()
    {
        _video = new VideoCapture(Clip);
        while (_frames.Count < 60 && _video.Read(_read)) _frames.Add(_read.Clone());
        _detector = FaceDetectors.Create(new DetectorOptions { Provider = ExecutionProvider.Cpu, CloserViews = 3 });
        _estimator = PoseEstimators.Create(PoseEstimators.Landmarks);
        _tracker = new FaceTracker(_detector, _estimator, new TrackerOptions());
        _idle = new FaceTracker(_detector, _estimator, new TrackerOptions());
    }

    [Benchmark]
    public bool Read()
    {
        if (_video.Read(_read)) return true;
        _video.Set(VideoCaptureProperties.PosFrames, 0);
        return _video.Read(_read);
    }

    /// <summary>A face in view: followed in most frames, searched for in every fifteenth.</summary>
    [Benchmark(Baseline = true)]
    public int Track() => Process(_tracker, _frames[Bounce()]);

    /// <summary>Nobody in view, 1280×720: the dearest frames.</summary>
    [Benchmark]
    public int TrackNobody() => Process(_idle, _empty);

    [GlobalCleanup]
    public void Cleanup()
    {
        _video.Dispose();
        _read.Dispose();
        _empty.Dispose();
        _detector.Dispose();
        _estimator.Dispose();
        _frames.ForEach(frame => frame.Dispose());
    }

    private int Process(FaceTracker tracker, Mat frame)
    {
        _time += TimeSpan.FromMilliseconds(40);
        tracker.Process(frame.AsBgr(), _time, _result);
        return _result.Faces.Count;
    }

    /// <summary>There and back again through the frames, so that nothing jumps.</summary>
    private int Bounce()
    {
        var step = _next++ % (2 * _frames.Count - 2);
        return step < _frames.Count ? step : 2 * _frames.Count - 2 - step;
    }
}
