using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using HeadTracker.Dashboard;

namespace HeadTracker.Tests.Dashboard;

/// <summary>The server over real sockets.</summary>
public sealed class DashboardServerTests : IAsyncLifetime, IDisposable
{
    private readonly PoseFrames _frames = new();
    private readonly PoseFeed _poses = new();
    private readonly VideoFeed _video = new();
    private readonly FakeSession _session = new();
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly HttpClient _client = new();
    private DashboardServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await DashboardServer.StartAsync(new DashboardAddress(IPAddress.Loopback, 0), null, _session, _poses, _video, _reports.Enqueue);
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _poses.Dispose();
        _video.Dispose();
        _frames.Dispose();
    }

    [Fact]
    public async Task Without_the_token_there_is_nothing()
    {
        foreach (var path in new[] { "/", "/pose", "/app.js", "/00000000000000000000000000000000/pose", "/" + new string('x', 3000) + "/" })
        {
            using var response = await _client.GetAsync(new Uri(_server.Address, path));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.Equal(32, _server.Address.AbsolutePath.Trim('/').Length);
    }

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "192.168.1.20", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Host", "localhost", HttpStatusCode.OK)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    public async Task Other_names_and_other_sites_are_refused(string header, string value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "status");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_gets_no_socket()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress("poses"), default));
    }

    [Fact]
    public async Task Pose_is_the_newest_line()
    {
        using (var before = await _client.GetAsync(new Uri("pose", UriKind.Relative))) Assert.Equal(HttpStatusCode.NoContent, before.StatusCode);
        Write(1);
        Write(2);
        var line = await _client.GetFromJsonAsync<JsonElement>("pose");
        Assert.Equal(2, line.GetProperty("frame").GetInt32());
        var face = line.GetProperty("faces")[0];
        Assert.Equal(2, face.GetProperty("yaw").GetDouble(), 3);
        Assert.Equal(-0.6, face.GetProperty("translation")[2].GetDouble(), 3);
    }

    [Fact]
    public async Task Requests_reach_the_session_and_its_refusals_are_sentences()
    {
        Assert.Equal(HttpStatusCode.NoContent, await Post("recentre", null));
        Assert.Equal(HttpStatusCode.OK, await Post("record", """{"on":true}"""));
        Assert.Equal(HttpStatusCode.NoContent, await Post("pause", """{"on":true}"""));
        Assert.Equal(HttpStatusCode.NoContent, await Post("model", """{"model":"landmarks"}"""));
        Assert.Equal(["recentre", "record True", "model landmarks"], _session.Calls);
        Assert.True(_session.IsPaused);

        using var refused = await _client.PostAsync(new Uri("source", UriKind.Relative), new StringContent("""{"source":"9"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("There is no camera '9'.", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, await Post("record", "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, await Post("record", "no json"));
        Assert.Equal(HttpStatusCode.NotFound, await Post("nothing", "{}"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Post("model", $$"""{"model":"{{new string('x', 1 << 17)}}"}"""));
    }

    [Fact]
    public async Task Settings_are_read_changed_and_replaced()
    {
        Assert.Equal("one-euro", (await _client.GetFromJsonAsync<JsonElement>("settings")).GetProperty("filter").GetProperty("kind").GetString());
        await Send(HttpMethod.Patch, "settings", """{"filter":{"kind":"kalman"}}""");
        Assert.Contains("""change {"filter":{"kind":"kalman"}}""", _session.Calls);
        Assert.Equal("""{"filter":{}}""", await Send(HttpMethod.Put, "settings", """{"filter":{}}"""));
    }

    [Fact]
    public async Task The_page_is_small_and_may_load_nothing_from_elsewhere()
    {
        using var page = await _client.GetAsync(_server.Address);
        Assert.Contains("<title>HeadTracker</title>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.InRange(PageFiles.All.Values.Sum(file => file.Length), 10_000, 80_000);
        foreach (var (name, content) in PageFiles.All)
        {
            Assert.DoesNotContain("https://", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
            Assert.Equal(content, await _client.GetByteArrayAsync(new Uri(name, UriKind.Relative)));
        }
    }

    [Fact]
    public async Task A_client_that_never_reads_delays_nobody_and_misses_old_poses()
    {
        const int frames = 40_000;
        using var stuck = await Connect("poses");
        using var reading = await Connect("poses");
        var last = Task.Run(async () =>
        {
            for (var frame = -1L; ; )
            {
                var next = FrameOf(await Receive(reading));
                Assert.True(next > frame);
                frame = next;
                if (frame == frames - 1) return;
            }
        });
        // The sockets' tasks have to have begun to listen.
        await Task.Delay(200);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < frames - 1; i++) Write(i);
        var elapsed = Stopwatch.GetElapsedTime(start);
        // About 25 MB of lines, a thousand times a second and more: nobody waited for the one who does not read.
        Assert.True(elapsed < TimeSpan.FromSeconds(20), $"{frames} frames took {elapsed}");
        await Task.Delay(200);
        Write(frames - 1);
        await last.WaitAsync(TimeSpan.FromSeconds(20));

        // What the stuck client gets in the end is what lay in the buffers, then the newest.
        var got = 0;
        while (FrameOf(await Receive(stuck)) < frames - 1) got++;
        Assert.InRange(got, 1, frames / 4);
    }

    [Fact]
    public async Task Video_is_encoded_only_when_asked_for()
    {
        using var socket = await Connect("video");
        using (var unseen = _frames.New(1, 1440, 1080)) _video.Write(unseen);
        await socket.SendAsync("next"u8.ToArray(), WebSocketMessageType.Text, true, default);
        var picture = Receive(socket);
        for (var i = 2; !picture.IsCompleted && i < 200; i++)
        {
            using var frame = _frames.New(i, 1440, 1080);
            _video.Write(frame);
            await Task.Delay(20);
        }

        var message = await picture;
        Assert.InRange(BitConverter.ToInt64(message), 2, 200);
        Assert.Equal((1440, 1080), (BitConverter.ToInt32(message, 8), BitConverter.ToInt32(message, 12)));
        using var image = OpenCvSharp.Cv2.ImDecode(message[VideoFeed.HeaderLength..], OpenCvSharp.ImreadModes.Color);
        Assert.Equal((720, 540), (image.Width, image.Height));
    }

    /// <summary>A film may be 2000 by 2, or the other way round.</summary>
    [Theory]
    [InlineData(2000, 2)]
    [InlineData(2, 2000)]
    [InlineData(3, 70_000)]
    public async Task Pictures_of_any_shape_are_shown(int width, int height)
    {
        var picture = _video.Next();
        using (var frame = _frames.New(1, width, height)) _video.Write(frame);
        var message = await picture.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((width, height), (BitConverter.ToInt32(message, 8), BitConverter.ToInt32(message, 12)));
        using var image = OpenCvSharp.Cv2.ImDecode(message[VideoFeed.HeaderLength..], OpenCvSharp.ImreadModes.Color);
        Assert.InRange(image.Width, 1, 720);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_encoded_fails_who_asked_and_nobody_else()
    {
        var picture = _video.Next();
        using (var empty = _frames.New(1, 0, 0)) _video.Write(empty);
        await Assert.ThrowsAnyAsync<Exception>(() => picture.WaitAsync(TimeSpan.FromSeconds(20)));
        picture = _video.Next();
        using (var frame = _frames.New(2)) _video.Write(frame);
        Assert.NotEmpty(await picture.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task More_sockets_than_there_may_be_are_503_with_a_sentence_until_one_leaves()
    {
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < DashboardRoutes.MostSockets; i++) sockets.Add(await Connect("poses"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "poses");
        foreach (var (name, value) in new[] { ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==") }) request.Headers.TryAddWithoutValidation(name, value);
        using (var refused = await _client.SendAsync(request))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("close one", await SentenceOf(refused), StringComparison.Ordinal);
        }

        await sockets[0].CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(100);
        sockets.Add(await Connect("status"));
        sockets.ForEach(socket => socket.Dispose());
        Assert.Empty(_reports);
    }

    [Fact]
    public async Task Connections_are_limited()
    {
        var clients = new List<TcpClient>();
        var refused = 0;
        for (var i = 0; i < 150; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(_server.Address.Host, _server.Address.Port);
            clients.Add(client);
        }

        // Whoever is one too many is hung up on; the others are waited for.
        for (var end = DateTime.UtcNow.AddSeconds(20); refused < 22 && DateTime.UtcNow < end; await Task.Delay(50))
        {
            refused = clients.Count(client => client.Client.Poll(0, SelectMode.SelectRead));
        }

        Assert.Equal(22, refused);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_fault_of_the_program_is_500_with_a_sentence_and_told_once()
    {
        _session.Fault = new InvalidOperationException("broken");
        for (var i = 0; i < 3; i++)
        {
            using var response = await _client.GetAsync(new Uri("choices", UriKind.Relative));
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Contains("broken", await SentenceOf(response), StringComparison.Ordinal);
        }

        Assert.Contains("HeadTracker has a fault", Assert.Single(_reports), StringComparison.Ordinal);
        _session.Fault = new UserErrorException("The list of models is damaged; restore it.");
        using var unavailable = await _client.GetAsync(new Uri("choices", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unavailable.StatusCode);
        Assert.Equal("The list of models is damaged; restore it.", await SentenceOf(unavailable));
    }

    [Fact]
    public async Task Status_comes_by_itself()
    {
        using var socket = await Connect("status");
        for (var i = 0; i < 3; i++)
        {
            using var status = JsonDocument.Parse(await Receive(socket));
            Assert.Equal("tracking", status.RootElement.GetProperty("state").GetString());
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_or_another_port()
    {
        var port = _server.Address.Port;
        var error = await Assert.ThrowsAsync<UserErrorException>(() =>
            DashboardServer.StartAsync(new DashboardAddress(IPAddress.Loopback, port), null, _session, _poses, _video, _reports.Enqueue));
        Assert.Contains($"Port {port} is taken", error.Message, StringComparison.Ordinal);
        await using var other =
            await DashboardServer.StartAsync(
                new DashboardAddress(IPAddress.Loopback, port, IsPreference: true), "chosen1234", _session, _poses, _video, _reports.Enqueue);
        Assert.NotEqual(port, other.Address.Port);
        Assert.Equal("/chosen1234/", other.Address.AbsolutePath);
    }

    [Fact]
    public async Task The_server_ends_at_once_whatever_its_clients_do()
    {
        var server = await DashboardServer.StartAsync(new DashboardAddress(IPAddress.Loopback, 0), null, _session, _poses, _video, _reports.Enqueue);
        using var poses = await Connect("poses", server.Address);
        using var video = await Connect("video", server.Address);
        await video.SendAsync("next"u8.ToArray(), WebSocketMessageType.Text, true, default);
        await Task.Delay(100);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(new Uri(server.Address, "status")));
    }

    [Theory]
    [InlineData("4300", "127.0.0.1", 4300)]
    [InlineData("0.0.0.0:80", "0.0.0.0", 80)]
    [InlineData("[::1]:9", "::1", 9)]
    public void Places_to_listen_at_are_understood(string text, string address, int port) =>
        Assert.Equal(new DashboardAddress(IPAddress.Parse(address), port), DashboardAddress.Parse(text));

    [Theory]
    [InlineData("x")]
    [InlineData("70000")]
    [InlineData("host:80")]
    [InlineData("127.0.0.1:")]
    public void Other_places_are_errors(string text) => Assert.Throws<UserErrorException>(() => DashboardAddress.Parse(text));

    private void Write(int index)
    {
        using var frame = _frames.New(index);
        _poses.Write(frame.Result);
    }

    private async Task<HttpStatusCode> Post(string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body);
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
        return response.StatusCode;
    }

    private async Task<string> Send(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<string?> SentenceOf(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString();

    private Uri SocketAddress(string path, Uri? server = null) => new UriBuilder(new Uri(server ?? _server.Address, path)) { Scheme = "ws" }.Uri;

    private async Task<ClientWebSocket> Connect(string path, Uri? server = null)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(SocketAddress(path, server), default);
        return socket;
    }

    private static async Task<byte[]> Receive(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 18];
        var length = 0;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += part.Count;
            if (part.EndOfMessage) return buffer[..length];
        }
    }

    private static long FrameOf(byte[] line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("frame").GetInt64();
    }
}
