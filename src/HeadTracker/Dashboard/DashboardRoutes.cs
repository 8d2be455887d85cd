using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace HeadTracker.Dashboard;

/// <summary>What is at which address, below the token.</summary>
/// <remarks>
/// <code>
/// GET  /               the page            WS   /poses    a line of poses.jsonl per frame
/// GET  /pose           the latest line     WS   /video    a JPEG per message received
/// POST /recentre                           WS   /status   four times a second
/// POST /record  {"on":true}                GET  /status, /choices, /settings, /settings/schema
/// POST /pause   {"on":true}                PUT, PATCH /settings
/// POST /source  {"source":"1"}             POST /model {"model":"landmarks"}
/// POST /profile {"profile":"flight"}       POST /profiles {"profile":"new"}: saves what is in force
/// GET  /obs            the head alone      WS   /axes     the pose on the curves' axes, 25 times a second
/// </code>
/// What a user got wrong is 400 with <c>{"error": sentence}</c>; what cannot be had now is 503 with one. Nothing that a request leads to ends the
/// run.
/// </remarks>
/// <param name="report">Told what is wrong with the program itself, in one sentence.</param>
internal sealed class DashboardRoutes(
    RequestGuard guard, IDashboardSession session, PoseFeed poses, VideoFeed video, Action<string> report, CancellationToken stop)
{
    /// <summary>WebSockets at one time; the page has four.</summary>
    public const int MostSockets = 32;

    // Nothing from elsewhere, no matter what gets into the page.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private int _sockets;
    private string? _lastFault;

    public async Task HandleAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        (headers.ContentSecurityPolicy, headers.CacheControl, headers.XContentTypeOptions) = (ContentPolicy, "no-store", "nosniff");
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (guard.Refuse(context.Request) is { } refusal)
        {
            context.Response.StatusCode = refusal;
            return;
        }

        try
        {
            if (context.WebSockets.IsWebSocketRequest) await HandleSocketAsync(context).ConfigureAwait(false);
            else await HandleRequestAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ConnectionResetException or ConnectionAbortedException)
        {
            // The client left, or the run ends.
            context.Abort();
        }
        catch (Exception e)
        {
            await ExplainAsync(context, e).ConfigureAwait(false);
        }
    }

    private async Task HandleSocketAsync(HttpContext context)
    {
        Func<WebSocket, Task>? send = context.Request.Path.Value switch
        {
            "/poses" => socket => Sockets.SendPosesAsync(socket, poses, stop),
            "/status" => socket => Sockets.SendStatusAsync(socket, session, stop),
            "/axes" => socket => Sockets.SendAxesAsync(socket, session, stop),
            "/video" => socket => Sockets.SendVideoAsync(socket, video, stop),
            _ => null,
        };
        if (send is null)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such WebSocket; take poses, axes, video or status.").ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _sockets) > MostSockets)
            {
                var sentence = $"{MostSockets} WebSockets are open already; close one.";
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, sentence).ConfigureAwait(false);
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            await send(socket).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _sockets);
        }
    }

    private async Task HandleRequestAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!);
        switch (HttpMethods.IsHead(method) ? "GET" : method, path)
        {
            case ("GET", "/pose"):
                await SendPoseAsync(context).ConfigureAwait(false);
                break;
            case ("GET", "/status"):
                await Send(context, session.Status).ConfigureAwait(false);
                break;
            case ("GET", "/choices"):
                await Send(context, session.Choices).ConfigureAwait(false);
                break;
            case ("GET", "/settings"):
                await SendJson(context, session.Settings).ConfigureAwait(false);
                break;
            case ("GET", "/settings/schema"):
                await SendJson(context, session.SettingsSchema).ConfigureAwait(false);
                break;
            case ("PUT", "/settings"):
                session.ReplaceSettings(await RequestBody.TextAsync(context).ConfigureAwait(false));
                await SendJson(context, session.Settings).ConfigureAwait(false);
                break;
            case ("PATCH", "/settings"):
                session.ChangeSettings(await RequestBody.TextAsync(context).ConfigureAwait(false));
                await SendJson(context, session.Settings).ConfigureAwait(false);
                break;
            case ("POST", "/recentre"):
                session.Recentre();
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", "/pause"):
                session.IsPaused = await RequestBody.FlagAsync(context, "on").ConfigureAwait(false);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", "/record"):
                await Send(context, new { folder = session.Record(await RequestBody.FlagAsync(context, "on").ConfigureAwait(false)) }).ConfigureAwait(false);
                break;
            case ("POST", "/source"):
                session.SwitchSource(await RequestBody.WordAsync(context, "source").ConfigureAwait(false));
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", "/model"):
                session.SwitchModel(await RequestBody.WordAsync(context, "model").ConfigureAwait(false));
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", "/profile"):
                session.SwitchProfile(await RequestBody.WordAsync(context, "profile").ConfigureAwait(false));
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", "/profiles"):
                session.SaveProfile(await RequestBody.WordAsync(context, "profile").ConfigureAwait(false));
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                if (method is not ("GET" or "HEAD") || !await PageFiles.TrySendAsync(context, path).ConfigureAwait(false))
                {
                    const string sentence = "There is nothing at this address for this method; see docs/dashboard.md for what there is.";
                    await RefuseAsync(context, StatusCodes.Status404NotFound, sentence).ConfigureAwait(false);
                }

                break;
        }
    }

    private async Task ExplainAsync(HttpContext context, Exception e)
    {
        var isQuestion = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var status = e switch
        {
            // Whoever only asks has done nothing wrong.
            UserErrorException => isQuestion ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest,
            BadHttpRequestException bad => bad.StatusCode,
            _ => StatusCodes.Status500InternalServerError,
        };
        var sentence = e is BadHttpRequestException
            ? $"The request breaks the rules of HTTP or a limit of this server ({e.Message.TrimEnd('.')})."
            : Guard.Told(e);
        var isFault = status == StatusCodes.Status500InternalServerError;
        if (isFault && Interlocked.Exchange(ref _lastFault, sentence) != sentence) report($"The dashboard: {sentence}");
        if (context.Response.HasStarted) context.Abort();
        else await RefuseAsync(context, status, sentence).ConfigureAwait(false);
    }

    private async Task SendPoseAsync(HttpContext context)
    {
        var line = poses.Latest();
        if (line.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = line.Length;
        await context.Response.Body.WriteAsync(line, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        return Send(context, new { error = sentence });
    }

    private static Task Send<T>(HttpContext context, T value) => context.Response.WriteAsJsonAsync(value, JsonSerializerOptions.Web, context.RequestAborted);

    private static Task SendJson(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
