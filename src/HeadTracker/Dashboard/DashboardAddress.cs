using System.Globalization;
using System.Net;

namespace HeadTracker.Dashboard;

/// <summary>Where the dashboard listens: <c>4244</c>, <c>127.0.0.1:0</c>, <c>0.0.0.0:4244</c>.</summary>
/// <param name="Address">Loopback unless the user opts in to another one.</param>
/// <param name="Port">0 for any free one.</param>
/// <param name="IsPreference">Whether any free port does when this one is taken.</param>
public sealed record DashboardAddress(IPAddress Address, int Port, bool IsPreference = false)
{
    public static readonly DashboardAddress Default = new(IPAddress.Loopback, 4244, IsPreference: true);

    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <exception cref="UserErrorException">The text is no port, nor an address and a port.</exception>
    public static DashboardAddress Parse(string text)
    {
        if (TryPort(text, out var port)) return new(IPAddress.Loopback, port);
        var colon = text.LastIndexOf(':');
        if (colon > 0 && TryPort(text[(colon + 1)..], out port) && IPAddress.TryParse(text[..colon].Trim('[', ']'), out var address)) return new(address, port);
        throw new UserErrorException(
            $"'{text}' is no place for the dashboard; give a port like 4244, or an address of this machine with a port like 192.168.1.20:4244.");
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;
}
