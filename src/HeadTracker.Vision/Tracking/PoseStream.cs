using HeadTracker.Capture;
using HeadTracker.Inference;
using HeadTracker.Response;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>How a <see cref="PoseStream"/> is opened; the defaults suit a webcam and one person.</summary>
public sealed record PoseStreamOptions
{
    /// <summary>The pose model's name or file; null for the one that the manifest calls the default.</summary>
    public string? Model { get; init; }

    /// <summary>The face detector's name or file.</summary>
    public string Detector { get; init; } = Engines.DefaultDetector;

    /// <summary>What shall run both networks.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Auto;

    /// <summary>Size, rate and exposure to ask a camera for.</summary>
    public CaptureOptions Capture { get; init; } = new();

    /// <summary>One face or all, and how often the detector looks.</summary>
    public TrackerOptions Tracker { get; init; } = new();

    /// <summary>Filter, recentring and response curves to begin with.</summary>
    public PoseShaping Shaping { get; init; } = PoseShaping.Default;

    /// <summary>Told on a thread of the stream's when a camera is away (a sentence) and back (null); null for nobody.</summary>
    public Action<string?>? Report { get; init; }
}

/// <summary>Camera in, poses out.</summary>
/// <remarks>
/// Capture and networks run on threads of their own. Of a camera or network stream the reader gets the newest result and misses what it is
/// too slow for; of a file it gets every frame, and the file waits for it.
/// <code>
/// using var poses = PoseStream.Open("0");
/// foreach (var result in poses.Read())
///     foreach (var face in result.Faces)
///         Console.WriteLine($"{result.Timestamp}: {face.Output.Angles}");
/// </code>
/// </remarks>
public sealed class PoseStream : IDisposable
{
    private readonly Pool<PooledResult> _results = PooledResult.NewPool();
    private readonly Handover<PooledResult> _handover;
    private readonly Engines _engines;
    private readonly IFrameSource _source;
    private readonly FaceTracker _tracker;
    private readonly TrackingPipeline _pipeline;
    private bool _isRead;

    private PoseStream(Engines engines, IFrameSource source, PoseStreamOptions options)
    {
        (_engines, _source) = (engines, source);
        _tracker = new FaceTracker(engines.Detector, engines.Estimator, options.Tracker) { Shaping = options.Shaping };
        var policy = source.IsLive || options.Capture.Pace ? DeliveryPolicy.LatestFrame : DeliveryPolicy.EveryFrame;
        _handover = new Handover<PooledResult>(policy);
        _pipeline = new TrackingPipeline(source, _tracker, [new Giver(_results, _handover)], [], policy);
        _pipeline.Ended += _ => _handover.Complete();
    }

    /// <summary>For people: the camera's name, the file's name, the address.</summary>
    public string SourceName => _source.Name;

    /// <summary>Times of every stage and counts of frames so far. Any thread may read it.</summary>
    public PipelineStatistics Statistics => _pipeline.Statistics;

    /// <summary>Filter, recentring and response; others count from the next frame. Any thread may set it.</summary>
    public PoseShaping Shaping
    {
        get => _tracker.Shaping;
        set => _tracker.Shaping = value;
    }

    /// <summary>Opens a source and the models.</summary>
    /// <param name="source">A camera's number or name, a video file, a picture, a folder of pictures, or an address.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>The caller disposes it.</returns>
    /// <exception cref="UserErrorException">There is no such source or model, or it cannot be opened; the sentence says what to do.</exception>
    public static PoseStream Open(string source = "0", PoseStreamOptions? options = null)
    {
        NativeEnvironment.Prepare();
        options ??= new PoseStreamOptions();
        var engines = Engines.Open(options.Model, options.Detector, options.Provider);
        try
        {
            return new PoseStream(engines, FrameSources.Open([source], options.Capture, options.Report ?? (_ => { })), options);
        }
        catch
        {
            engines.Dispose();
            throw;
        }
    }

    /// <summary>Makes the next pose zero: this is straight ahead. Any thread may call it.</summary>
    public void Recentre() => _tracker.Recentre();

    /// <summary>Reads to the source's end, or until stopped or left. A stream is read once.</summary>
    /// <param name="stop">Ends it with the frame in hand.</param>
    /// <returns>A result per frame, with or without faces, that holds until the next one is asked for; copy what is to be kept.</returns>
    /// <exception cref="UserErrorException">The source failed on the way.</exception>
    /// <exception cref="InvalidOperationException">It has been read before.</exception>
    public IEnumerable<TrackingResult> Read(CancellationToken stop = default)
    {
        if (_isRead) throw new InvalidOperationException("A pose stream can be read once; open another one.");
        _isRead = true;
        return ReadAll(stop);
    }

    /// <summary>Ends the threads and closes source and models.</summary>
    public void Dispose()
    {
        _handover.Abort();
        _pipeline.Dispose();
        _handover.Dispose();
        _results.Dispose();
        _source.Dispose();
        _engines.Dispose();
    }

    private IEnumerable<TrackingResult> ReadAll(CancellationToken stop)
    {
        _pipeline.Start();
        using var stopping = stop.Register(_pipeline.Stop);
        try
        {
            while (_handover.TryTake(out var copy))
            {
                using (copy) yield return copy.Result;
            }
        }
        finally
        {
            // Whoever leaves early takes no more: the threads must not wait for that.
            _pipeline.Stop();
            _handover.Abort();
        }

        _pipeline.Wait();
    }

    /// <summary>Copies each result for the reader's thread.</summary>
    private sealed class Giver(Pool<PooledResult> results, Handover<PooledResult> handover) : IPoseSink
    {
        public void Write(TrackingResult result)
        {
            var copy = results.Rent();
            copy.Result.CopyFrom(result);
            handover.Put(copy);
        }

        public void Dispose()
        {
        }
    }
}
