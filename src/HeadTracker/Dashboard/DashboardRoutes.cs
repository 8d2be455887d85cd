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
/// </code>
/// What a user got wrong is 400 with <c>{"error": sentence}</c>.
/// </remarks>
internal sealed class DashboardRoutes(RequestGuard guard, IDashboardSession session, PoseFeed poses, VideoFeed video, CancellationToken stop)
{
    // Nothing from elsewhere, no matter what gets into the page.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

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
    }

    private async Task HandleSocketAsync(HttpContext context)
    {
        Func<WebSocket, Task>? send = context.Request.Path.Value switch
        {
            "/poses" => socket => Sockets.SendPosesAsync(socket, poses, stop),
            "/status" => socket => Sockets.SendStatusAsync(socket, session, stop),
            "/video" => socket => Sockets.SendVideoAsync(socket, video, stop),
            _ => null,
        };
        if (send is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await send(socket).ConfigureAwait(false);
    }

    private async Task HandleRequestAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!);
        try
        {
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
                    session.ReplaceSettings(await TextAsync(context).ConfigureAwait(false));
                    await SendJson(context, session.Settings).ConfigureAwait(false);
                    break;
                case ("PATCH", "/settings"):
                    session.ChangeSettings(await TextAsync(context).ConfigureAwait(false));
                    await SendJson(context, session.Settings).ConfigureAwait(false);
                    break;
                case ("POST", "/recentre"):
                    session.Recentre();
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                    break;
                case ("POST", "/pause"):
                    session.IsPaused = Flag(await BodyAsync(context).ConfigureAwait(false), "on");
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                    break;
                case ("POST", "/record"):
                    await Send(context, new { folder = session.Record(Flag(await BodyAsync(context).ConfigureAwait(false), "on")) }).ConfigureAwait(false);
                    break;
                case ("POST", "/source"):
                    session.SwitchSource(Text(await BodyAsync(context).ConfigureAwait(false), "source"));
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                    break;
                case ("POST", "/model"):
                    session.SwitchModel(Text(await BodyAsync(context).ConfigureAwait(false), "model"));
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                    break;
                default:
                    if (method is not ("GET" or "HEAD") || !await PageFiles.TrySendAsync(context, path).ConfigureAwait(false))
                    {
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                    }

                    break;
            }
        }
        catch (UserErrorException e)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Send(context, new { error = e.Message }).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
        }
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

    private static Task Send<T>(HttpContext context, T value) => context.Response.WriteAsJsonAsync(value, JsonSerializerOptions.Web, context.RequestAborted);

    private static Task SendJson(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    private static async Task<string> TextAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<JsonElement> BodyAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new UserErrorException("The request's body is no JSON; see the README for what each address takes.", e);
        }
    }

    private static bool Flag(JsonElement body, string name) => Property(body, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new UserErrorException($"Give {{\"{name}\": true}} or {{\"{name}\": false}}."),
    };

    private static string Text(JsonElement body, string name) => Property(body, name) is { ValueKind: JsonValueKind.String } value
        ? value.GetString()!
        : throw new UserErrorException($"Give {{\"{name}\": \"…\"}}.");

    private static JsonElement? Property(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value : null;
}
