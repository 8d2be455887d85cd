using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HeadTracker.Dashboard;

/// <summary>The local web server: the page, and poses over HTTP and WebSocket. It makes no request itself and reads no configuration.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    /// <summary>Bytes the system holds for a client that does not read; poses older than that it never gets.</summary>
    private const int SendBuffer = 1 << 16;

    /// <summary>Connections at one time, WebSockets included; further ones are closed.</summary>
    private const int MostConnections = 128;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();

    private DashboardServer(DashboardAddress address, int port, string token, IDashboardSession session, PoseFeed poses, VideoFeed video,
        Action<string> report)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 16;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxResponseBufferSize = 1 << 14;
            kestrel.Listen(address.Address, port, listener => listener.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = Bind);
        // Ctrl+C is the run's affair.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _app = builder.Build();
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        var routes = new DashboardRoutes(new RequestGuard(token, address.IsLoopback), session, poses, video, report, _stop.Token);
        _app.Run(routes.HandleAsync);
        Token = token;
    }

    /// <summary>Where the page is; poses are at <c>pose</c> and <c>poses</c> under it.</summary>
    public Uri Address { get; private set; } = null!;

    private string Token { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="token">Letters and digits that every address begins with; null for random ones.</param>
    /// <param name="session">As the others, stays the caller's and outlives the server.</param>
    /// <param name="report">Told what is wrong with the program itself, in one sentence, on any thread.</param>
    /// <exception cref="UserErrorException">The address cannot be listened at.</exception>
    public static async Task<DashboardServer> StartAsync(
        DashboardAddress address, string? token, IDashboardSession session, PoseFeed poses, VideoFeed video, Action<string> report)
    {
        token ??= RandomNumberGenerator.GetHexString(32, lowercase: true);
        try
        {
            return await TryStartAsync(address, address.Port).ConfigureAwait(false);
        }
        catch (AddressInUseException) when (address.IsPreference)
        {
            return await TryStartAsync(address, 0).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            if (address.IsPreference) return await TryStartAsync(address, 0).ConfigureAwait(false);
            throw new UserErrorException($"Port {address.Port} is taken; end the program that uses it, or give --dashboard another port.", e);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new UserErrorException(
                $"The dashboard cannot listen at {address.Address}:{address.Port} ({e.Message.TrimEnd('.')}); give an address of this machine.", e);
        }

        async Task<DashboardServer> TryStartAsync(DashboardAddress wanted, int port)
        {
            var server = new DashboardServer(wanted, port, token, session, poses, video, report);
            try
            {
                await server.ListenAsync(wanted).ConfigureAwait(false);
                return server;
            }
            catch
            {
                await server.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // First the clients' tasks, which would otherwise be waited for.
        await _stop.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ListenAsync(DashboardAddress wanted)
    {
        await _app.StartAsync().ConfigureAwait(false);
        var bound = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        // "Any address" is where to listen, not where to go.
        var host = wanted.Address.Equals(IPAddress.Any) || wanted.Address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : bound.Host;
        Address = new Uri($"http://{host}:{bound.Port}/{Token}/");
    }

    private static Socket Bind(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = SendBuffer;
        return socket;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
