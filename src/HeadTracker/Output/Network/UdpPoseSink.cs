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
/// more when it works again.
/// </remarks>
public sealed class UdpPoseSink : IPoseSink
{
    /// <summary>Datagrams without an error after which a receiver counts as back.</summary>
    private const int ConvincingRow = 10;

    private readonly PoseDestination _destination;
    private readonly IPoseProtocol _protocol;
    private readonly Action<string> _report;
    private readonly Socket _socket;
    private readonly byte[] _datagram = new byte[IPoseProtocol.LongestDatagram];
    private bool _fails;
    private int _delivered;

    /// <param name="report">Told what the user should know, in one sentence; called on the inference thread.</param>
    /// <exception cref="UserErrorException">There is no such host.</exception>
    public UdpPoseSink(PoseDestination destination, Action<string> report)
    {
        (_destination, _protocol, _report) = (destination, destination.NewProtocol(), report);
        var address = Resolve(destination.Host);
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            // A connected socket needs no address per datagram and learns when nobody listens.
            _socket.Connect(new IPEndPoint(address, destination.Port));
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new UserErrorException($"Cannot send to {destination}: {e.Message}.");
        }
    }

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
        if (error == SocketError.Success)
        {
            // A refusal shows with the datagram after the refused one, so that every other one seems to get through.
            if (!_fails || ++_delivered < ConvincingRow) return;
            _fails = false;
            _report($"{_destination} receives poses again.");
            return;
        }

        _delivered = 0;
        if (_fails) return;
        _fails = true;
        _report(error == SocketError.ConnectionRefused
            ? $"Nobody listens at {_destination}; poses are sent all the same."
            : $"Cannot send to {_destination} ({error}); tracking goes on.");
    }

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        try
        {
            return Dns.GetHostAddresses(host) is [var first, ..] ? first : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException)
        {
            throw new UserErrorException($"There is no host '{host}' to send poses to; check its name, or give its address.");
        }
    }
}
