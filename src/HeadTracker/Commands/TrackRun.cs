using HeadTracker.Capture;
using HeadTracker.Filtering;
using HeadTracker.Output;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Commands;

/// <summary>What one run of the tracker is made of.</summary>
/// <param name="Sources">As <c>--source</c>.</param>
/// <param name="Settings">In force; a change counts from the next frame.</param>
/// <param name="Output">Folder for the files, or null for none.</param>
/// <param name="Limit">Frames after which the run ends, or null.</param>
/// <param name="Lines">Whether poses go to standard output.</param>
internal sealed record TrackRequest(
    IReadOnlyList<string> Sources,
    CaptureOptions Capture,
    TrackerOptions Tracker,
    LiveSettings Settings,
    string? Output = null,
    long? Limit = null,
    bool Lines = false);

/// <summary>A run without a window: source, tracker and files joined, driven to the end, and summed up.</summary>
internal sealed class TrackRun : IDisposable
{
    private readonly Engines _engines;
    private readonly TrackRequest _request;
    private readonly IFrameSource _source;
    private readonly RunOutputs _outputs;
    private readonly AttentionWatch _attention;

    /// <param name="engines">Stay the caller's.</param>
    /// <param name="request">What to do.</param>
    /// <param name="report">Told when a live source is away (a sentence) and back (null).</param>
    /// <param name="window">Gets the frames before anything is drawn into them; stays the caller's.</param>
    /// <exception cref="UserErrorException">The source or an output cannot be opened, or the folder not written to.</exception>
    public TrackRun(Engines engines, TrackRequest request, Action<string?> report, IFrameSink? window = null)
    {
        (_engines, _request) = (engines, request);
        _source = FrameSources.Open(request.Sources, request.Capture, report);
        try
        {
            var policy = _source.IsLive || request.Capture.Pace ? DeliveryPolicy.LatestFrame : DeliveryPolicy.EveryFrame;
            _outputs = new RunOutputs(request, policy, _source.FramesPerSecond, window, () => Pipeline!.Stop());
            _attention = new AttentionWatch(request.Settings.Current.Attention);
            Tracker = new FaceTracker(engines.Detector, engines.Estimator, request.Tracker);
            Pipeline = new TrackingPipeline(_source, Tracker, _outputs.PoseSinks, _outputs.FrameSinks, policy, request.Limit) { Attention = _attention };
            Apply(request.Settings.Current);
            request.Settings.Changed += Apply;
        }
        catch
        {
            _outputs?.Dispose();
            _source.Dispose();
            throw;
        }
    }

    public FaceTracker Tracker { get; }

    public TrackingPipeline Pipeline { get; }

    public string SourceName => _source.Name;

    public long? FrameCount => _request.Limit is { } limit && _source.FrameCount is { } all ? Math.Min(limit, all) : _request.Limit ?? _source.FrameCount;

    /// <summary>Makes the next pose zero, and lets driver monitoring learn anew where ahead is. Any thread may call it.</summary>
    public void Recentre()
    {
        Tracker.Recentre();
        _attention.Recalibrate();
    }

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
    public RunOutcome Finish(bool interrupted)
    {
        Pipeline.Wait();
        if (_source.Problem is { } problem) Console.Error.WriteLine(problem);
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
            PoseFilters.NameOf(_request.Settings.Current.Filter),
            RunSummary.StagesOf(statistics),
            StageSummary.Of(statistics.EndToEnd));
        _outputs.Complete(summary);
        return new RunOutcome(summary, _outputs.FolderPath, _outputs.HasFailures, _source.IsLive);
    }

    public void Dispose()
    {
        _request.Settings.Changed -= Apply;
        // The pipeline first: its threads use the others.
        Pipeline.Dispose();
        _outputs.Dispose();
        _source.Dispose();
    }

    private void Apply(TrackerSettings settings)
    {
        Tracker.Shaping = PoseShaping.Of(settings);
        _attention.Settings = settings.Attention;
        _outputs.Follow(settings);
    }
}
