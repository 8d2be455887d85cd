using System.Globalization;
using System.Net;
using HeadTracker.Output.Protocols;

namespace HeadTracker.Output.Network;

/// <summary>Where poses are sent and in which words: <c>opentrack</c>, <c>vmc://192.168.1.20</c>, <c>json://[::1]:5000</c>.</summary>
/// <param name="Name">The protocol's name.</param>
/// <param name="Host">Name or address; this machine unless told otherwise.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record PoseDestination(string Name, string Host, int Port)
{
    private const string FreeTrack = "freetrack";

    /// <summary>Letters of a host's name at most, by the rules of the DNS.</summary>
    private const int LongestName = 253;

    private static readonly (string Name, int Port, Func<IPoseProtocol> Create)[] Protocols =
    [
        ("opentrack", OpentrackUdp.DefaultPort, () => new OpentrackUdp()),
        ("facetracknoir", OpentrackUdp.DefaultPort, () => new OpentrackUdp(withFrameNumber: true)),
        ("vmc", VmcProtocol.DefaultPort, () => new VmcProtocol()),
        ("opentrack-osc", OpentrackOsc.DefaultPort, () => new OpentrackOsc()),
        ("ifacialmocap", IFacialMocapText.DefaultPort, () => new IFacialMocapText()),
        ("json", JsonDatagram.DefaultPort, () => new JsonDatagram()),
    ];

    /// <summary>Every protocol's name, for help pages.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Protocols.Select(protocol => protocol.Name), FreeTrack];

    /// <summary>Whether poses go through memory that games on this machine read, and not over the network.</summary>
    public bool IsSharedMemory => Name == FreeTrack;

    /// <exception cref="UserErrorException">The text names no protocol, host or port that there is.</exception>
    public static PoseDestination Parse(string text)
    {
        var (name, place) = text.Split("://", 2) is [var before, var after] ? (before, after) : (text, "");
        if (name == FreeTrack)
        {
            return place.Length == 0
                ? new(name, "", 0)
                : throw new UserErrorException($"FreeTrack's memory is on this machine; write {FreeTrack} without a host.");
        }

        var (known, port, _) = Array.Find(Protocols, protocol => protocol.Name == name);
        if (known is null)
        {
            throw new UserErrorException(
                $"There is no output '{name}'; take {string.Join(", ", Names)}, with ://HOST:PORT behind it for anything but this machine.");
        }

        if (place.Length == 0) return new(name, "127.0.0.1", port);

        // "host", "host:port", "[v6]" or "[v6]:port"; the colons of a bare v6 address are its own.
        var colon = place.LastIndexOf(':');
        if (colon < 0 || place.EndsWith(']') || (place.IndexOf(':', StringComparison.Ordinal) != colon && place[0] != '['))
        {
            return To(Unbracketed(place));
        }

        if (!int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
        {
            throw new UserErrorException($"'{place[(colon + 1)..]}' in '{text}' is no port; give a number from 1 to 65535.");
        }

        var host = Unbracketed(place[..colon]);
        return host.Length > 0 ? To(host) : throw new UserErrorException($"'{text}' names no host; write {name}://HOST:PORT.");

        PoseDestination To(string given) => WhyNoHost(given) is { } reason ? throw new UserErrorException(reason) : new(name, given, port);
    }

    public IPoseProtocol NewProtocol() => Array.Find(Protocols, known => known.Name == Name).Create();

    public override string ToString() =>
        IsSharedMemory ? Name : Host.Contains(':', StringComparison.Ordinal) ? $"{Name}://[{Host}]:{Port}" : $"{Name}://{Host}:{Port}";

    /// <summary>Null for a host that there may be: whether there is shows when it is looked up.</summary>
    private static string? WhyNoHost(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
                ? $"{host} is where receivers listen, at whatever address they have; give the receiver's own, or leave it out for this machine."
                : null;
        }

        if (host.Length <= LongestName && Uri.CheckHostName(host) == UriHostNameType.Dns) return null;
        return $"'{(host.Length > 40 ? host[..37] + "..." : host)}' cannot be a host's name; give a name like studio.local, or an address.";
    }

    private static string Unbracketed(string host) => host.Trim('[', ']');
}
