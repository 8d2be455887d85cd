using HeadTracker.Capture;
using HeadTracker.Filtering;
using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Tracking;

namespace HeadTracker.Commands;

/// <summary>What one run of the tracker is made of.</summary>
/// <param name="Sources">As <c>--source</c>.</param>
/// <param name="Output">Folder for the files, or null for none.</param>
/// <param name="Limit">Frames after which the run ends, or null.</param>
/// <param name="Destinations">Where the poses are sent, or null for nowhere.</param>
/// <param name="Lines">Whether they go to standard output.</param>
internal sealed record TrackRequest(
    IReadOnlyList<string> Sources,
    CaptureOptions Capture,
    TrackerOptions Tracker,
    string? Output = null,
    long? Limit = null,
    IReadOnlyList<PoseDestination>? Destinations = null,
    bool Lines = false);

/// <summary>A run without a window: source, tracker and files joined, driven to the end, and summed up.</summary>
internal sealed class TrackRun : IDisposable
{
    private readonly Engines _engines;
    private readonly TrackRequest _request;
    private readonly IFrameSource _source;
    private readonly TrackingFiles? _files;
    private readonly List<IPoseSink> _senders = [];

    /// <param name="engines">Stay the caller's.</param>
    /// <param name="request">What to do.</param>
    /// <param name="report">Told when a live source is away (a sentence) and back (null).</param>
    /// <param name="window">Gets the frames before anything is drawn into them; stays the caller's.</param>
    /// <exception cref="UserErrorException">The source cannot be opened or the folder not written to.</exception>
    public TrackRun(Engines engines, TrackRequest request, Action<string?> report, IFrameSink? window = null)
    {
        (_engines, _request) = (engines, request);
        _source = FrameSources.Open(request.Sources, request.Capture, report);
        try
        {
            var isLive = _source.IsLive || request.Capture.Pace;
            if (request.Output is not null) _files = new TrackingFiles(request.Output, _source.FramesPerSecond, isLive, request.Tracker.FieldOfView);
            foreach (var destination in request.Destinations ?? []) _senders.Add(new UdpPoseSink(destination, Console.Error.WriteLine));
            if (request.Lines) _senders.Add(new StandardLinesSink(StandardLinesSink.OpenStandardOutput(), () => Pipeline!.Stop()));
            Tracker = new FaceTracker(engines.Detector, engines.Estimator, request.Tracker);
            IFrameSink[] frameSinks = [.. window is null ? [] : new[] { window }, .. _files?.FrameSinks ?? []];
            Pipeline = new TrackingPipeline(
                _source, Tracker, [.. _senders, .. _files?.PoseSinks ?? []], frameSinks, isLive ? DeliveryPolicy.LatestFrame : DeliveryPolicy.EveryFrame, request.Limit);
        }
        catch
        {
            CloseOutputs();
            _source.Dispose();
            throw;
        }
    }

    public FaceTracker Tracker { get; }

    public TrackingPipeline Pipeline { get; }

    public string SourceName => _source.Name;

    public long? FrameCount => _request.Limit is { } limit && _source.FrameCount is { } all ? Math.Min(limit, all) : _request.Limit ?? _source.FrameCount;

    public string? OutputPath => _files?.Path;

    /// <summary>Runs to the end or until cancelled.</summary>
    /// <param name="progress">Called several times a second.</param>
    /// <param name="stop">Ends the run.</param>
    public void RunToEnd(Action<PipelineStatistics> progress, CancellationToken stop)
    {
        Pipeline.Start();
        using (stop.Register(Pipeline.Stop))
        {
            while (!Pipeline.HasEnded)
            {
                progress(Pipeline.Statistics);
                Thread.Sleep(30);
            }
        }
    }

    /// <summary>Waits for the last frame, finishes the files and sums up.</summary>
    /// <exception cref="UserErrorException">The run failed, or a file could not be finished; none is left then.</exception>
    public RunSummary Finish(bool interrupted)
    {
        Pipeline.Wait();
        var statistics = Pipeline.Statistics;
        var summary = new RunSummary(
            _source.Name,
            statistics.Frames,
            statistics.FramesWithFace,
            statistics.Searches,
            statistics.Dropped,
            statistics.FramesPerSecond,
            statistics.Elapsed.TotalSeconds,
            interrupted,
            _engines.Estimator.Name,
            _engines.Estimator.Provider,
            _engines.Detector.Name,
            _engines.Detector.Provider,
            PoseFilters.NameOf(Tracker.Filter, _request.Tracker.Prediction),
            RunSummary.StagesOf(statistics),
            StageSummary.Of(statistics.EndToEnd));
        _files?.Complete(summary);
        return summary;
    }

    public void Dispose()
    {
        // The pipeline first: its threads use the others.
        Pipeline.Dispose();
        CloseOutputs();
        _source.Dispose();
    }

    private void CloseOutputs()
    {
        foreach (var sender in _senders) sender.Dispose();
        _files?.Dispose();
    }
}
