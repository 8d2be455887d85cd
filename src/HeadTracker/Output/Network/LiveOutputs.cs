using HeadTracker.Output.FreeTrack;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output.Network;

/// <summary>Where poses are sent, which may change while they are.</summary>
/// <remarks><see cref="Write"/> belongs to one thread. An output that stays keeps its socket; what others do to it never shows at the rest, and
/// one that throws is reported once and gets nothing more.</remarks>
public sealed class LiveOutputs : IPoseSink
{
    private readonly Lock _gate = new();
    private readonly Action<string> _report;
    private List<Output> _open = [];
    private volatile bool _isHeld;
    private List<OutputState> _refused = [];

    /// <param name="destinations">As after <c>--send</c>.</param>
    /// <param name="report">Told what the user should know, in one sentence; called on any thread.</param>
    /// <exception cref="UserErrorException">A destination is none, or cannot be opened.</exception>
    public LiveOutputs(IReadOnlyList<string> destinations, Action<string> report)
    {
        _report = report;
        try
        {
            foreach (var destination in destinations.Distinct().Select(PoseDestination.Parse)) _open.Add(Open(destination));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether poses go anywhere.</summary>
    public bool HasAny => _open.Count > 0;

    /// <summary>Whether poses are sent; otherwise the outputs stay open and get none. Any thread may set it.</summary>
    public bool IsSending
    {
        get => !_isHeld;
        set => _isHeld = !value;
    }

    /// <summary>How each of them fares, those that could not be opened too. Any thread may ask.</summary>
    public IReadOnlyList<OutputState> States
    {
        get
        {
            lock (_gate)
            {
                const string held = "Held by the hotkey, until it is pressed again.";
                return [.. _open.Select(one => _isHeld ? one.State with { Problem = held } : one.State), .. _refused];
            }
        }
    }

    /// <summary>Opens what is new and closes what is gone. What cannot be opened is reported, and the rest goes on.</summary>
    public void Follow(IReadOnlyList<string> destinations)
    {
        var wanted = destinations.Distinct().Select(PoseDestination.Parse).Distinct().ToList();
        var (next, refused) = (new List<Output>(), new List<OutputState>());
        foreach (var destination in wanted)
        {
            if (_open.Find(one => one.Destination == destination) is { } kept)
            {
                next.Add(kept);
                continue;
            }

            try
            {
                next.Add(Open(destination));
            }
            catch (UserErrorException e)
            {
                refused.Add(new OutputState(destination.ToString(), 0, null, e.Message));
                // Once, not with every other change of the settings.
                if (!_refused.Exists(one => one.Address == destination.ToString())) _report(e.Message);
            }
        }

        var before = _open;
        lock (_gate) (_open, _refused) = (next, refused);
        foreach (var output in before)
        {
            if (!wanted.Contains(output.Destination)) output.Sink.Dispose();
        }
    }

    public void Write(TrackingResult result)
    {
        if (_isHeld) return;
        lock (_gate)
        {
            foreach (var output in _open) output.Sink.Write(result);
        }
    }

    public void Dispose()
    {
        foreach (var output in _open) output.Sink.Dispose();
    }

    // Sockets never wait; the shared memory's mutex may, so it gets a queue.
    private Output Open(PoseDestination destination)
    {
        var output = new Output { Destination = destination };
        if (destination.IsSharedMemory)
        {
            output.Sink = new QueuedSink("FreeTrack", new FreeTrackSink(), DeliveryPolicy.LatestFrame, e => Fail(Guard.Told(e)));
        }
        else
        {
            output.Datagrams = new UdpPoseSink(destination, _report);
            output.Sink = new IsolatedPoseSink(output.Datagrams, e => Fail($"Nothing is sent to {destination} any more: {Guard.Told(e)}"));
        }

        return output;

        void Fail(string sentence)
        {
            output.Failure = sentence;
            _report(sentence);
        }
    }

    private sealed class Output
    {
        private volatile string? _failure;

        public required PoseDestination Destination { get; init; }

        public IPoseSink Sink { get; set; } = null!;

        /// <summary>Null for memory.</summary>
        public UdpPoseSink? Datagrams { get; set; }

        /// <summary>Why it gets nothing any more.</summary>
        public string? Failure
        {
            get => _failure;
            set => _failure = value;
        }

        public OutputState State
        {
            get
            {
                var state = Datagrams?.State ?? new OutputState(Destination.ToString(), null, null, null);
                return Failure is null ? state : state with { Problem = Failure };
            }
        }
    }
}
