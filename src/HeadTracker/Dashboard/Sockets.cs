using System.Net.WebSockets;
using System.Text.Json;

namespace HeadTracker.Dashboard;

/// <summary>What the WebSockets carry. Each client has a task of its own: a slow one waits for itself alone.</summary>
internal static class Sockets
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan AxesInterval = TimeSpan.FromSeconds(1 / 25.0);
    private static readonly TimeSpan LeastVideoInterval = TimeSpan.FromSeconds(1 / 25.0);

    /// <summary>A text message per frame, the line of poses.jsonl, until the client leaves. A client that is slow misses lines.</summary>
    public static async Task SendPosesAsync(WebSocket socket, PoseFeed feed, CancellationToken stop)
    {
        using var reader = feed.Subscribe();
        await WhileOpenAsync(socket, async cancellation =>
        {
            var line = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            // The message is the line; its end belongs to files.
            await socket.SendAsync(line[..^1], WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
        }, stop).ConfigureAwait(false);
    }

    /// <summary>The session's status as a text message, four times a second.</summary>
    public static Task SendStatusAsync(WebSocket socket, IDashboardSession session, CancellationToken stop) =>
        SendEveryAsync(socket, StatusInterval, () => session.Status, stop);

    /// <summary>The newest pose on the response curves' axes.</summary>
    public static Task SendAxesAsync(WebSocket socket, IDashboardSession session, CancellationToken stop) =>
        SendEveryAsync(socket, AxesInterval, () => session.Axes, stop);

    /// <summary>A picture for each message of the client: it asks for the next one when it has shown the last.</summary>
    public static async Task SendVideoAsync(WebSocket socket, VideoFeed feed, CancellationToken stop)
    {
        var request = new byte[64];
        while ((await socket.ReceiveAsync(request, stop).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
        {
            var picture = await feed.Next().WaitAsync(stop).ConfigureAwait(false);
            await socket.SendAsync(picture, WebSocketMessageType.Binary, endOfMessage: true, stop).ConfigureAwait(false);
            await Task.Delay(LeastVideoInterval, stop).ConfigureAwait(false);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop).ConfigureAwait(false);
    }

    private static Task SendEveryAsync<T>(WebSocket socket, TimeSpan interval, Func<T> now, CancellationToken stop) =>
        WhileOpenAsync(socket, async cancellation =>
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(now(), JsonSerializerOptions.Web);
            await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
            await Task.Delay(interval, cancellation).ConfigureAwait(false);
        }, stop);

    /// <summary>Repeats a step until the client closes; what it sends besides is ignored.</summary>
    private static async Task WhileOpenAsync(WebSocket socket, Func<CancellationToken, Task> step, CancellationToken stop)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var closing = ReadToCloseAsync(socket, closed);
        try
        {
            while (!closed.IsCancellationRequested) await step(closed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The client has closed.
        }

        await closing.ConfigureAwait(false);
        if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop).ConfigureAwait(false);
    }

    private static async Task ReadToCloseAsync(WebSocket socket, CancellationTokenSource closed)
    {
        var ignored = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(ignored, closed.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        finally
        {
            await closed.CancelAsync().ConfigureAwait(false);
        }
    }
}
