using System.Net;
using System.Net.Sockets;
using HeadTracker.Output.Protocols;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output.Network;

/// <summary>Sends the face's recentred and shaped pose as datagrams, and warnings where the protocol has room for them. A
/// lost face is never repeated, and an unsure one is not sent unless asked for.</summary>
/// <remarks>
/// Never waits and never ends the run. What cannot be delivered (nobody listens, the network is down) is reported once, and once
/// more when it works again. Addresses of everyone (255.255.255.255, 192.168.1.255) are sent to as any other.
/// </remarks>
public sealed class UdpPoseSink : IPoseSink
{
    /// <summary>
    /// Sending without an error for so long means that a receiver is back. Systems tell of one refused datagram in a second, and of a host that
    /// is away every three seconds; those between seem to get through.
    /// </summary>
    private static readonly TimeSpan ConvincingTime = TimeSpan.FromSeconds(5);

    /// <summary>What a pause between two datagrams counts for at most: while nothing is sent nothing can be refused.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(0.5);

    private readonly PoseDestination _destination;
    private readonly IPoseProtocol _protocol;
    private readonly Action<string> _report;
    private readonly TimeProvider _clock;
    private readonly Socket _socket;
    private readonly byte[] _datagram = new byte[IPoseProtocol.LongestDatagram];
    private volatile string? _problem;
    private long _sent, _lastSent;
    private TimeSpan _delivered;
    private long _last;

    /// <param name="report">Told what the user should know, in one sentence; called on the inference thread.</param>
    /// <exception cref="UserErrorException">There is no such host.</exception>
    public UdpPoseSink(PoseDestination destination, Action<string> report)
        : this(destination, report, TimeProvider.System)
    {
    }

    internal UdpPoseSink(PoseDestination destination, Action<string> report, TimeProvider clock)
    {
        (_destination, _protocol, _report, _clock) = (destination, destination.NewProtocol(), report, clock);
        _socket = Connect(destination);
    }

    /// <summary>How it fares. Any thread may ask.</summary>
    public OutputState State => new(
        _destination.ToString(), Interlocked.Read(ref _sent),
        Interlocked.Read(ref _lastSent) is not 0 and var last ? _clock.GetElapsedTime(last).TotalSeconds : null, _problem);

    public void Write(TrackingResult result)
    {
        foreach (var happened in result.AttentionEvents) Send(_protocol.Encode(happened, _datagram));
        if (result.Sent is { } face) Send(_protocol.Encode(face.Output, _datagram));
    }

    public void Dispose()
    {
        _socket.Dispose();
        (_protocol as IDisposable)?.Dispose();
    }

    private void Send(int length)
    {
        if (length == 0) return;
        _socket.Send(_datagram.AsSpan(0, length), SocketFlags.None, out var error);

        // A full buffer loses one datagram among many and is no news.
        if (error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable) return;
        Note(error);
    }

    private void Note(SocketError error)
    {
        var now = _clock.GetTimestamp();
        if (error == SocketError.Success)
        {
            Interlocked.Increment(ref _sent);
            Interlocked.Exchange(ref _lastSent, now);
            if (_problem is null) return;
            var step = _clock.GetElapsedTime(_last, now);
            _last = now;
            _delivered += step < LongestStep ? step : LongestStep;
            if (_delivered < ConvincingTime) return;
            _problem = null;
            _report($"{_destination} receives poses again.");
            return;
        }

        (_delivered, _last) = (TimeSpan.Zero, now);
        if (_problem is not null) return;
        _problem = error == SocketError.ConnectionRefused
            ? $"Nobody listens at {_destination}; poses are sent all the same."
            : $"Cannot send to {_destination} ({error}); tracking goes on.";
        _report(_problem);
    }

    private static Socket Connect(PoseDestination destination)
    {
        SocketException? refusal = null;
        foreach (var address in Resolve(destination.Host))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            try
            {
                if (address.AddressFamily == AddressFamily.InterNetwork) socket.EnableBroadcast = true;
                // A connected socket needs no address per datagram and learns when nobody listens.
                socket.Connect(new IPEndPoint(address, destination.Port));
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                refusal ??= e;
            }
        }

        throw new UserErrorException($"Cannot send to {destination} ({refusal!.Message.TrimEnd('.')}); check the network and the receiver's address.", refusal);
    }

    /// <summary>At least one address, IPv4 first: most receivers listen there alone, while names often lead to IPv6 as well.</summary>
    private static IEnumerable<IPAddress> Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return [address];
        // Whatever the system's file of hosts makes of it.
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return [IPAddress.Loopback];
        try
        {
            return Dns.GetHostAddresses(host) is [_, ..] found
                ? found.OrderBy(one => one.AddressFamily != AddressFamily.InterNetwork)
                : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new UserErrorException($"There is no host '{host}' to send poses to; check its name, or give its address.");
        }
    }
}
