using System.Diagnostics;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Dashboard;

/// <summary>How fast it goes lately and what the tracker is doing: running means that a reader can follow.</summary>
/// <remarks>Written by the inference thread; others may read at any time and then see a moment that is a frame old.</remarks>
internal sealed class LiveFigures : IPoseSink
{
    // About twenty frames: two thirds of a second.
    private const double Weight = 0.05;
    private const int Stages = 5;
    private readonly double[] _milliseconds = new double[Stages];
    private double _interval;
    private long _last;
    private volatile TrackingState _state;

    public TrackingState State => _state;

    /// <summary>0 once no frames have come for a second.</summary>
    public double FramesPerSecond =>
        _interval > 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _last)) < TimeSpan.FromSeconds(1) ? 1 / _interval : 0;

    public void Write(TrackingResult result)
    {
        var now = Stopwatch.GetTimestamp();
        if (_last != 0) Mix(ref _interval, Stopwatch.GetElapsedTime(_last, now).TotalSeconds);
        Volatile.Write(ref _last, now);
        _state = result.State;
        Mix(ref _milliseconds[0], result.Capture.TotalMilliseconds);
        Mix(ref _milliseconds[1], result.Detection.TotalMilliseconds);
        if (result.Faces.Count > 0)
        {
            Mix(ref _milliseconds[2], result.Estimation.TotalMilliseconds);
            Mix(ref _milliseconds[3], result.Filtering.TotalMilliseconds);
        }

        Mix(ref _milliseconds[4], result.EndToEnd.TotalMilliseconds);
    }

    /// <summary>Capture, detection, estimation, filtering and end to end, with the whole run's percentiles.</summary>
    public IReadOnlyList<StageFigures> Of(PipelineStatistics statistics) =>
    [
        Figures("capture", 0, statistics.Capture), Figures("detection", 1, statistics.Detection), Figures("estimation", 2, statistics.Estimation),
        Figures("filtering", 3, statistics.Filtering), Figures("endToEnd", 4, statistics.EndToEnd),
    ];

    public void Dispose()
    {
    }

    private StageFigures Figures(string name, int index, LatencyHistogram latency) =>
        new(name, _milliseconds[index], latency.Percentile(0.5).TotalMilliseconds, latency.Percentile(0.95).TotalMilliseconds);

    private static void Mix(ref double mean, double value) => mean = mean == 0 ? value : mean + Weight * (value - mean);
}
