using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HeadTracker.Dashboard;

/// <summary>Lets in only requests that know the token and do not come from another site's page.</summary>
/// <remarks>
/// The token is the first part of the path, so that the page's own relative addresses carry it. A page of another site can reach
/// loopback, and by DNS rebinding under a name of its own: hence the host must be one that no stranger's name server can answer
/// for, and a browser's <c>Origin</c> must be the dashboard's own. Browsers check no origin on WebSockets; this does.
/// </remarks>
internal sealed class RequestGuard(string token, bool isLoopback)
{
    private readonly byte[] _token = Encoding.ASCII.GetBytes(token);

    /// <summary>Checks a request and takes the token off its path.</summary>
    /// <returns>Null when it is welcome, otherwise the status to refuse it with.</returns>
    public int? Refuse(HttpRequest request)
    {
        if (!IsOwnHost(request.Host.Host)) return StatusCodes.Status421MisdirectedRequest;
        if (!IsOwnOrigin(request)) return StatusCodes.Status403Forbidden;
        var path = request.Path.Value ?? "";
        var end = path.IndexOf('/', Math.Min(1, path.Length));
        if (end < 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(path[1..end]), _token)) return StatusCodes.Status404NotFound;
        request.Path = path[end..];
        return null;
    }

    private bool IsOwnHost(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address)) return !isLoopback || IPAddress.IsLoopback(address);
        return !isLoopback && host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers[HeaderNames.Origin].ToString();
        return origin.Length == 0 || origin.Equals($"http://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
