using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HeadTracker.Dashboard;
using HeadTracker.Profiles;
using HeadTracker.Settings;

namespace HeadTracker.Tests.Dashboard;

/// <summary>Everything wrong that a program may send, at every address: each answer is 400 or its kin with a sentence, and none is 500.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime, IDisposable
{
    private const string Token = "malformed1", Unfinished = "Content-Length: 50000";

    private static readonly string[] Paths =
    [
        "", "pose", "poses", "video", "status", "recentre", "record", "pause", "source", "model", "choices", "settings", "settings/schema", "app.js",
        "%2e%2e/x",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "WHATEVER"];

    private static readonly string[] Bodies =
    [
        "", "no json", "null", "[]", "7", "\"on\"", "{\"on\"", "{\"on\":7}", "{\"on\":null}", "{\"on\":{}}", "{\"on\":true,\"on\":true}",
        """{"\ud800":1}""", """{"on":"\ud800"}""", """{"source":"\ud800"}""", """{"source":"\udc00x","model":"\ud800"}""", """{"source":{}}""",
        """{"model":"\u0000"}""", """{"camera":{"source":"\ud800"}}""", """{"filter":{"predictMs":1e999}}""", """{"filter":{"predictMs":-0.0e-999}}""",
        """{"camera":{"width":640.0}}""", """{"camera":{"width":99999999999999999999}}""", """{"$schema":7}""", """{"outputs":[[]]}""",
        "{\"outputs\":[\"json://" + new string('a', 300) + "\"]}", new string('[', 5000), "{\"a\":" + new string('[', 60) + new string(']', 60) + "}",
    ];

    private readonly PoseFeed _poses = new();
    private readonly VideoFeed _video = new();
    private readonly List<string> _reports = [];
    private DashboardServer _server = null!;
    private int _sentences;

    public async Task InitializeAsync() =>
        _server = await DashboardServer.StartAsync(new DashboardAddress(IPAddress.Loopback, 0), Token, new SettingsSession(), _poses, _video, _reports.Add);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _poses.Dispose();
        _video.Dispose();
    }

    [Fact]
    public async Task Bodies_of_every_kind_at_every_address()
    {
        foreach (var path in Paths)
        {
            foreach (var method in Methods)
            {
                foreach (var body in method is "POST" or "PUT" or "PATCH" ? Bodies : ["", "{"])
                {
                    await Check($"{method} /{Token}/{path}", $"Content-Length: {body.Length}", body);
                }
            }
        }

        Assert.Empty(_reports);
        Assert.True(_sentences > 500, $"only {_sentences} refusals");
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "FFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "xyz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "-1\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "2\r\n{}xx0\r\n\r\n")]
    [InlineData("Transfer-Encoding: gzip", "{}")]
    [InlineData("Content-Length: -1", "{}")]
    [InlineData("Content-Length: 99999999999999999999", "{}")]
    [InlineData(Unfinished, "{}")]
    [InlineData("Content-Length: 2\r\nContent-Length: 3", "{}")]
    [InlineData("Content-Length: 2\r\nExpect: nonsense", "{}")]
    [InlineData("Content-Length: 2\r\nHost: [::1", "{}")]
    [InlineData("Content-Length: 2\r\nOrigin: \u00ff", "{}")]
    [InlineData("Content-Length: 2\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short", "{}")]
    [InlineData("Content-Length: 2\r\nConnection: Upgrade\r\nUpgrade: h2c", "{}")]
    [InlineData("Content-Length: 4", "\u00ff\u00fe{}")]
    public async Task Heads_of_every_kind_at_every_address(string headers, string body)
    {
        foreach (var path in Paths)
        {
            foreach (var method in new[] { "GET", "POST", "PATCH", "PUT" }) await Check($"{method} /{Token}/{path}", headers, body);
        }

        Assert.Empty(_reports);
    }

    /// <summary>Sends a request letter for letter, each letter a byte, and judges the answer.</summary>
    private async Task Check(string line, string headers, string body)
    {
        var host = headers.Contains("Host:", StringComparison.Ordinal) ? "" : $"Host: 127.0.0.1:{_server.Address.Port}\r\n";
        var text = $"{line} HTTP/1.1\r\n{host}Connection: close\r\n{headers}\r\n\r\n";
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text).Concat(Encoding.Latin1.GetBytes(body)).ToArray());
        // Whoever hangs up need not be answered, so only those do of whom more is waited for.
        if (headers == Unfinished) client.Client.Shutdown(SocketShutdown.Send);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // The server may hang up on a body that it does not want.
        }

        var parts = Encoding.UTF8.GetString(answer.ToArray()).Split("\r\n\r\n", 2);
        if (parts[0].Length == 0 && headers == Unfinished) return;
        Assert.True(parts[0].Length > 0, $"{line}, {headers}, {body}: no answer");
        var status = int.Parse(parts[0].Split(' ')[1], null);
        var what = $"{line}, {headers}, {body}: {parts[0].Split('\r')[0]} {parts[^1]}";
        Assert.True(status is >= 200 and < 500 or 501 or 503, what);
        // What breaks HTTP itself is refused by the server before it comes to this program's addresses.
        if (status < 400 || line.StartsWith("HEAD", StringComparison.Ordinal) || parts[^1].Length == 0) return;
        Assert.True(JsonDocument.Parse(Unchunked(parts[^1])).RootElement.GetProperty("error").GetString()!.EndsWith('.'), what);
        _sentences++;
    }

    private static string Unchunked(string body) => body[body.IndexOf('{', StringComparison.Ordinal)..(body.LastIndexOf('}') + 1)];

    /// <summary>With the program's own settings, which are what a body may hold most of.</summary>
    private sealed class SettingsSession : IDashboardSession
    {
        private readonly LiveSettings _settings = new(TrackerSettings.Defaults);

        public SessionStatus Status { get; } = new("tracking", null, "fake", "landmarks", "CPU", "blazeface", "CPU", 30, 12, 1, [], false, null, 0);

        public SessionChoices Choices { get; } = new([], []);

        public bool IsPaused { get; set; }

        public string Settings => SettingsJson.Write(_settings.Current);

        public string SettingsSchema => SettingsJson.WriteSchema();

        public void Recentre()
        {
        }

        public string Record(bool on) => "/there";

        public void SwitchSource(string source) => throw new UserErrorException($"'{source}' is not offered here; take another.");

        public void SwitchModel(string model) => throw new UserErrorException($"'{model}' is not offered here; take another.");

        public AxesFigures Axes { get; } = new(null, null);

        public void SwitchProfile(string name) => throw new UserErrorException($"There is no profile '{name}' here; take another.");

        public void SaveProfile(string name) => throw new UserErrorException($"There is a profile '{name}' already; take another name.");

        public void ReplaceSettings(string json) => _settings.Replace(SettingsJson.Parse(json));

        public void ChangeSettings(string json) => _settings.Change(settings => SettingsJson.Patch(settings, json));
    }
}
