using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Capture;
using HeadTracker.Filtering;
using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Profiles;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>What one run of the tracker is made of.</summary>
/// <param name="Sources">As <c>--source</c>.</param>
/// <param name="Settings">In force; a change counts from the next frame.</param>
/// <param name="Output">Folder for the files, or null for none.</param>
/// <param name="Limit">Frames after which the run ends, or null.</param>
/// <param name="Lines">Whether poses go to standard output.</param>
/// <param name="StaysOpen">Whether the run goes on at the end of a source, because another one may follow.</param>
internal sealed record TrackRequest(
    IReadOnlyList<string> Sources,
    CaptureOptions Capture,
    TrackerOptions Tracker,
    LiveSettings Settings,
    string? Output = null,
    long? Limit = null,
    bool Lines = false,
    bool StaysOpen = false)
{
    /// <summary>Whether the files have a film among them.</summary>
    public bool WithFilm { get; init; } = true;

    /// <summary>The profile's file, or null.</summary>
    public string? Profile { get; init; }

    /// <summary>The files among all this, which <see cref="Output"/> must not replace.</summary>
    public IReadOnlyList<Original> Originals =>
        [.. Sources.Select(source => new Original("source", FileOf(source))), .. Profile is null ? [] : new[] { new Original("profile", Profile) }];

    private static string FileOf(string source) =>
        source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(source, UriKind.Absolute, out var address)
            ? address.LocalPath : source;
}

/// <summary>A run without a window: source, tracker and files joined, driven to the end, and summed up.</summary>
internal sealed class TrackRun : IDisposable
{
    private readonly Engines _engines;
    private readonly TrackRequest _request;
    private readonly RunOutputs _outputs;
    private readonly AttentionWatch _attention;
    private readonly DateTime _startedUtc = DateTime.UtcNow;

    /// <param name="engines">Stay the caller's.</param>
    /// <param name="request">What to do.</param>
    /// <param name="report">Told when a live source is away (a sentence) and back (null).</param>
    /// <param name="watchers">Get the frames before anything is drawn into them, the last of them may draw; stay the caller's.</param>
    /// <param name="feeds">Get the poses first and never wait or fail; stay the caller's.</param>
    /// <exception cref="UserErrorException">The source or an output cannot be opened, or the folder not written to.</exception>
    public TrackRun(Engines engines, TrackRequest request, Action<string?> report, IReadOnlyList<IFrameSink>? watchers = null,
        IReadOnlyList<IPoseSink>? feeds = null)
    {
        (_engines, _request) = (engines, request);
        Source = new SwitchableSource(
            FrameSources.Open(request.Sources, request.Capture, report), other => FrameSources.Open([other], request.Capture, report),
                request.StaysOpen, 1.1 * TrackerOptions.Patience);
        try
        {
            var policy = Source.IsLive || request.Capture.Pace ? DeliveryPolicy.LatestFrame : DeliveryPolicy.EveryFrame;
            _outputs = new RunOutputs(request, policy, Source.FramesPerSecond, watchers ?? [], () => Pipeline!.Stop());
            _attention = new AttentionWatch(request.Settings.Current.Attention);
            Tracker = new FaceTracker(engines.Detector, engines.Estimator, request.Tracker);
            Pipeline = new TrackingPipeline(Source, Tracker, [.. feeds ?? [], .. _outputs.PoseSinks], _outputs.FrameSinks, policy,
                request.Limit) { Attention = _attention };
            Apply(request.Settings.Current);
            request.Settings.Changed += Apply;
        }
        catch
        {
            _outputs?.Dispose();
            Source.Dispose();
            throw;
        }
    }

    public FaceTracker Tracker { get; }

    public TrackingPipeline Pipeline { get; }

    public SwitchableSource Source { get; }

    /// <summary>Whether no picture has come for a while though one ought to have: the last pose tells nothing of now. Any thread may ask.</summary>
    public bool IsWithoutPictures =>
        !Source.HasEnded && !Pipeline.IsPaused && !Pipeline.HasEnded && Pipeline.SinceLastPicture.TotalSeconds > Math.Max(1, 2 / Source.FramesPerSecond);

    public string SourceName => Source.Name;

    public long? FrameCount => _request.Limit is { } limit && Source.FrameCount is { } all ? Math.Min(limit, all) : _request.Limit ?? Source.FrameCount;

    /// <summary>The folder with the files of <c>--out</c>, or null for none.</summary>
    public string? OutputPath => _outputs.FolderPath;

    /// <summary>How each receiver of poses fares. Any thread may ask.</summary>
    public IReadOnlyList<OutputState> Receivers => _outputs.Receivers;

    /// <summary>Whether poses are sent over the network and to games; tracking and files go on either way. Any thread may set it.</summary>
    public bool IsSending
    {
        get => _outputs.IsSending;
        set => _outputs.IsSending = value;
    }

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
    /// <exception cref="UserErrorException">The run failed, its files being whole up to there, or a file could not be finished; none is left then.</exception>
    public RunOutcome Finish(bool interrupted)
    {
        try
        {
            Pipeline.Wait();
        }
        catch when (Pipeline.Statistics.Frames > 0)
        {
            // What was tracked until then is whole.
            Guard.Run(() => _outputs.Complete(Summarise(interrupted: true)), e => Console.Error.WriteLine(Guard.Told(e)));
            throw;
        }

        if (Source.Problem is { } problem) Console.Error.WriteLine(problem);
        var summary = Summarise(interrupted);
        _outputs.Complete(summary);
        return new RunOutcome(summary, OutputPath, _outputs.HasFailures || Source.LeftOut > 0, Source.IsLive);
    }

    /// <summary>The run so far.</summary>
    public RunSummary Summarise(bool interrupted)
    {
        var statistics = Pipeline.Statistics;
        return new RunSummary(
            Source.Name,
            statistics.Frames,
            statistics.FramesWithFace,
            statistics.FramesUnsure,
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
            StageSummary.Of(statistics.EndToEnd))
        {
            StartedUtc = _startedUtc,
            Version = ProgramVersion.Text,
            Width = statistics.Width,
            Height = statistics.Height,
            FieldOfView = _request.Tracker.FieldOfView,
            Options = Options(),
        };
    }

    public void Dispose()
    {
        _request.Settings.Changed -= Apply;
        // The pipeline first: its threads use the others.
        Pipeline.Dispose();
        _outputs.Dispose();
        Source.Dispose();
    }

    /// <summary>The settings, and what only options say; addresses as others may see them.</summary>
    private JsonObject Options()
    {
        var options = SettingsJson.ToShownNode(_request.Settings.Current);
        options["sources"] = JsonSerializer.SerializeToNode(_request.Sources.Select(SourceText.Shown));
        options["allFaces"] = _request.Tracker.AllFaces;
        options["detectEvery"] = _request.Tracker.DetectEvery;
        options["lookEvery"] = _request.Tracker.LookEvery;
        options["frameLimit"] = _request.Limit;
        options["video"] = _request.WithFilm;
        return options;
    }

    private void Apply(TrackerSettings settings)
    {
        Tracker.Shaping = settings.NewShaping();
        _attention.Settings = settings.Attention;
        _outputs.Follow(settings);
    }
}
