using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Settings;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary>Everything that a run gives out: files, datagrams, lines, sound. Each is isolated: it may be slow or fail, and tracking goes on.</summary>
internal sealed class RunOutputs : IDisposable
{
    private const string Files = "the files of --out", Lines = "standard output";
    private readonly Lock _gate = new();
    private readonly HashSet<string> _failed = [];
    private readonly List<(string Name, QueuedSink Queue)> _queues = [];
    private readonly LiveOutputs _live;
    private readonly TrackingFiles? _files;
    private readonly bool _isWatched;
    private readonly Action _stop;
    private volatile TrackerSettings _settings;
    private Exception? _last;

    /// <param name="framesPerSecond">The source's.</param>
    /// <param name="watchers">A window, a dashboard; stay the caller's.</param>
    /// <param name="stop">Ends the run, when nothing is left that gets its poses.</param>
    public RunOutputs(TrackRequest request, DeliveryPolicy policy, double framesPerSecond, IReadOnlyList<IFrameSink> watchers, Action stop)
    {
        (_settings, _isWatched, _stop) = (request.Settings.Current, watchers.Count > 0, stop);
        _live = new LiveOutputs(_settings.Outputs, Console.Error.WriteLine);
        try
        {
            if (request.Lines) Queue(Lines, new StandardLinesSink(StandardLinesSink.OpenStandardOutput(), stop), policy);
            if (request.Output is not null)
            {
                var options = new TrackingFilesOptions(framesPerSecond, policy == DeliveryPolicy.LatestFrame, request.Tracker.FieldOfView,
                    _settings.Attention.Enabled, request.WithFilm, request.Originals);
                _files = new TrackingFiles(request.Output, options, Console.Error.WriteLine);
                Queue(Files, new Borrowed(_files), policy);
            }

            Queue("sound", new AttentionSound(() => _settings.Attention.Sound), DeliveryPolicy.LatestFrame);
        }
        catch
        {
            Dispose();
            throw;
        }

        PoseSinks = [_live, .. _queues.Select(one => one.Queue)];
        FrameSinks = [.. watchers, .. _files?.Film is { } film ? new[] { new IsolatedFrameSink(film, e => Fail(Files, e)) } : []];
    }

    public IPoseSink[] PoseSinks { get; }

    public IFrameSink[] FrameSinks { get; }

    /// <summary>The folder with the files, or null for none, or when they failed.</summary>
    public string? FolderPath => Has(Files) ? null : _files?.Path;

    public bool HasFailures
    {
        get
        {
            lock (_gate) return _failed.Count > 0 || _files is { HasBrokenFilm: true };
        }
    }

    /// <summary>How each receiver of poses fares. Any thread may ask.</summary>
    public IReadOnlyList<OutputState> Receivers => _live.States;

    /// <summary>Whether poses are sent over the network and to games. Any thread may set it.</summary>
    public bool IsSending
    {
        get => _live.IsSending;
        set => _live.IsSending = value;
    }

    /// <summary>Sends to where other settings say.</summary>
    public void Follow(TrackerSettings settings)
    {
        _settings = settings;
        _live.Follow(settings.Outputs);
    }

    /// <summary>Empties the queues, finishes the files, and says what was left out.</summary>
    /// <exception cref="UserErrorException">A file could not be finished, or the only output there was has failed; no file is left then.</exception>
    public void Complete(RunSummary summary)
    {
        foreach (var (name, queue) in _queues)
        {
            queue.Complete();
            if (queue.Forgotten > 0)
            {
                Console.Error.WriteLine(
                    $"{char.ToUpperInvariant(name[0])}{name[1..]} took poses too slowly; {queue.Forgotten} of {summary.Frames} frames were left out.");
            }
        }

        if (_last is { } failure && IsNothingLeft()) throw failure as UserErrorException ?? new UserErrorException(failure.Message, failure);
        if (_files is null || Has(Files)) return;
        _files.Complete(summary);
        if (_files.Codec == FilmCodec.Mpeg4)
        {
            Console.Error.WriteLine($"{TrackingFiles.FilmName} is in MPEG-4 part 2, which players show and browsers do not; "
                + "for H.264 install the program ffmpeg with libx264.");
        }
    }

    public void Dispose()
    {
        foreach (var (_, queue) in _queues) queue.Dispose();
        _live.Dispose();
        _files?.Dispose();
    }

    private void Queue(string name, IPoseSink sink, DeliveryPolicy policy) => _queues.Add((name, new QueuedSink(name, sink, policy, e => Fail(name, e))));

    private void Fail(string name, Exception e)
    {
        lock (_gate)
        {
            if (!_failed.Add(name)) return;
            _last = e;
        }

        // The sentence of an error that ends the run is the command line's to say.
        if (IsNothingLeft()) _stop();
        else Console.Error.WriteLine($"{e.Message.TrimEnd('.')}; tracking goes on without {name}.");
    }

    private bool Has(string failed)
    {
        lock (_gate) return _failed.Contains(failed);
    }

    private bool IsNothingLeft() =>
        !_isWatched && !_settings.Attention.Enabled && !_live.HasAny && (_files is null || Has(Files))
            && !(_queues.Exists(one => one.Name == Lines) && !Has(Lines));

    /// <summary>Files outlive their queue: they are finished after it is empty.</summary>
    private sealed class Borrowed(IPoseSink inner) : IPoseSink
    {
        public void Write(TrackingResult result) => inner.Write(result);

        public void Dispose()
        {
        }
    }
}
