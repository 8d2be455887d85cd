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
    private List<(PoseDestination Destination, IPoseSink Sink)> _open = [];

    /// <param name="destinations">As after <c>--send</c>.</param>
    /// <param name="report">Told what the user should know, in one sentence; called on any thread.</param>
    /// <exception cref="UserErrorException">A destination is none, or cannot be opened.</exception>
    public LiveOutputs(IReadOnlyList<string> destinations, Action<string> report)
    {
        _report = report;
        try
        {
            foreach (var destination in destinations.Distinct().Select(PoseDestination.Parse)) _open.Add((destination, Open(destination)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether poses go anywhere.</summary>
    public bool HasAny => _open.Count > 0;

    /// <summary>Opens what is new and closes what is gone. What cannot be opened is reported, and the rest goes on.</summary>
    public void Follow(IReadOnlyList<string> destinations)
    {
        var wanted = destinations.Distinct().Select(PoseDestination.Parse).Distinct().ToList();
        var next = new List<(PoseDestination, IPoseSink)>();
        foreach (var destination in wanted)
        {
            if (_open.Find(one => one.Destination == destination) is { Sink: { } kept })
            {
                next.Add((destination, kept));
                continue;
            }

            try
            {
                next.Add((destination, Open(destination)));
            }
            catch (UserErrorException e)
            {
                _report(e.Message);
            }
        }

        var before = _open;
        lock (_gate) _open = next;
        foreach (var (destination, sink) in before)
        {
            if (!wanted.Contains(destination)) sink.Dispose();
        }
    }

    public void Write(TrackingResult result)
    {
        lock (_gate)
        {
            foreach (var (_, sink) in _open) sink.Write(result);
        }
    }

    public void Dispose()
    {
        foreach (var (_, sink) in _open) sink.Dispose();
    }

    // Sockets never wait; the shared memory's mutex may, so it gets a queue.
    private IPoseSink Open(PoseDestination destination) => destination.IsSharedMemory
        ? new QueuedSink("FreeTrack", new FreeTrackSink(), DeliveryPolicy.LatestFrame, e => _report(Guard.Told(e)))
        : new IsolatedPoseSink(new UdpPoseSink(destination, _report), e => _report($"Nothing is sent to {destination} any more: {Guard.Told(e)}"));
}
