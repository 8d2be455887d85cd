using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace HeadTracker.Tests.Dashboard;

/// <summary>One tab of a browser, driven by the DevTools protocol over its WebSocket.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _answers = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private Task _receiving = Task.CompletedTask;
    private int _lastId;

    /// <summary>Address of every request and WebSocket the page has made.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Errors of the page: exceptions, the console's errors, refused requests.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(address, default);
        tools._receiving = tools.ReceiveAsync();
        foreach (var domain in new[] { "Network", "Runtime", "Log", "Page" }) await tools.SendAsync(domain + ".enable");
        return tools;
    }

    public async Task<JsonElement> SendAsync(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _answers[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, default);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(Patience);
    }

    /// <summary>The value of an expression in the page; promises are waited for.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var problem), $"{expression}: {problem}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async Task<string> TextAsync(string expression) => (await EvaluateAsync(expression)).GetString() ?? "";

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitAsync(string expression, string what)
    {
        for (var end = DateTime.UtcNow + Patience; !(await EvaluateAsync($"Boolean({expression})")).GetBoolean();)
        {
            Assert.True(DateTime.UtcNow < end,
                $"{what}; the page says: {await TextAsync("document.body.innerText.slice(0, 600)")}; errors: {string.Join("; ", Errors)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Presses a key as a person does: a letter, or Tab, Enter, ArrowUp, ArrowDown, Escape.</summary>
    public async Task PressAsync(string key)
    {
        var (code, text) = key switch { "Tab" => (9, ""), "Enter" => (13, "\r"), "Escape" => (27, ""), "ArrowUp" => (38, ""),
            "ArrowDown" => (40, ""), _ => (char.ToUpperInvariant(key[0]), key) };
        await SendAsync("Input.dispatchKeyEvent", new { type = text.Length > 0 ? "keyDown" : "rawKeyDown", key, windowsVirtualKeyCode = code, text });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, windowsVirtualKeyCode = code });
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 22];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                Take(JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone());
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            foreach (var answer in _answers.Values) answer.TrySetException(new InvalidOperationException("The browser has gone.", e));
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id))
        {
            if (!_answers.TryRemove(id.GetInt32(), out var waiting)) return;
            if (message.TryGetProperty("error", out var error)) waiting.TrySetException(new InvalidOperationException(error.ToString()));
            else waiting.TrySetResult(message.GetProperty("result"));
            return;
        }

        var parameters = message.GetProperty("params");
        switch (message.GetProperty("method").GetString())
        {
            case "Network.requestWillBeSent":
                Requests.Enqueue(parameters.GetProperty("request").GetProperty("url").GetString()!);
                break;
            case "Network.webSocketCreated":
                Requests.Enqueue(parameters.GetProperty("url").GetString()!);
                break;
            case "Runtime.exceptionThrown":
                Errors.Enqueue(parameters.GetProperty("exceptionDetails").ToString());
                break;
            case "Log.entryAdded" when parameters.GetProperty("entry").GetProperty("level").GetString() == "error":
                Errors.Enqueue(parameters.GetProperty("entry").ToString());
                break;
        }
    }
}
