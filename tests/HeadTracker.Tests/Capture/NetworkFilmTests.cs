using System.Net;
using System.Net.Sockets;
using System.Text;
using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>Films and pictures from a web server: they end, and every picture has its own time.</summary>
public sealed class NetworkFilmTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TestFolder _folder = new();

    public NetworkFilmTests()
    {
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    [FfmpegTheory("libx264", "mpeg2video")]
    [InlineData("index-at-its-end.mp4", "-c:v libx264 -bf 2")]
    [InlineData("index-first.mp4", "-c:v libx264 -bf 2 -movflags +faststart")]
    [InlineData("film.mkv", "-c:v libx264")]
    [InlineData("broadcast.ts", "-c:v mpeg2video")]
    [InlineData("no-times.mjpeg", "-pix_fmt yuvj420p -c:v mjpeg")]
    [InlineData("animated.gif", "-vf scale=160:120")]
    [InlineData("uneven.mkv", "-vf setpts=PTS+N*N*0.003/TB -fps_mode passthrough -c:v libx264")]
    public void A_film_ends_and_keeps_its_frames_and_times(string name, string encoding)
    {
        var file = _folder.PathOf(name);
        Ffmpeg.Run(["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", .. encoding.Split(' '), file]);
        var expected = ReadAll(file);
        Assert.Equal(50, expected.Count);
        foreach (var way in new[] { "whole", "parts" })
        {
            var times = ReadAll($"{Address}/{way}/{name}");
            Assert.Equal(expected.Count, times.Count);
            Assert.All(expected.Zip(times), pair => Assert.Equal(pair.First, pair.Second, 0.002));
        }
    }

    [FfmpegFact]
    public void A_picture_is_read_once()
    {
        _folder.AddPicture("snapshot.jpg");
        Assert.Equal([0], ReadAll($"{Address}/whole/snapshot.jpg"));
    }

    [FfmpegFact("libx264")]
    public void A_film_whose_server_goes_away_breaks_off_once()
    {
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=4", "-c:v", "libx264", "-movflags", "+faststart", _folder.PathOf("film.mp4"));
        using var source = FrameSources.Open([$"{Address}/broken/film.mp4"], new CaptureOptions(), _ => { });
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var read = 0;
        while (source.TryRead(frame, default)) read++;
        Assert.InRange(read, 5, 95);
        Assert.Equal($"{Address}/broken/film.mp4 breaks off after {read} frames; what could be read was used.", source.Problem);
    }

    [Fact]
    public void A_password_reaches_the_server_and_no_message()
    {
        _folder.AddFile("noise.mp4", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]);
        var address = Address.Replace("http://", "http://ann:secret@", StringComparison.Ordinal);
        var error = Assert.Throws<UserErrorException>(() => HttpFile.Find(new Uri($"{address}/locked/noise.mp4"))!.Fetch(30));
        Assert.Contains("is no film or picture", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Null(HttpFile.Find(new Uri($"{Address}/locked/noise.mp4")));
    }

    private string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    private static List<double> ReadAll(string source)
    {
        var reports = new List<string?>();
        using var opened = FrameSources.Open([source], new CaptureOptions(), reports.Add);
        Assert.False(opened.IsLive);
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var times = new List<double>();
        while (opened.TryRead(frame, default)) times.Add(frame.Timestamp.TotalSeconds);
        Assert.Null(opened.Problem);
        Assert.Empty(reports);
        return times;
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptTcpClient();
                new Thread(() => Answer(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    /// <summary>One request per connection, of a path whose first part says how to answer: whole, in parts, breaking off, or for a password.</summary>
    private void Answer(TcpClient client)
    {
        try
        {
            using var owned = client;
            using var stream = client.GetStream();
            var request = new byte[8192];
            var text = Encoding.ASCII.GetString(request, 0, stream.Read(request));
            var (method, path) = (text.Split(' ')[0], text.Split(' ')[1].Split('/'));
            if (path[1] == "locked" && !text.Contains("Basic " + Convert.ToBase64String("ann:secret"u8), StringComparison.Ordinal))
            {
                stream.Write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8);
                return;
            }

            var body = File.ReadAllBytes(_folder.PathOf(path[2]));
            var (from, takesParts) = (0, path[1] is "parts" or "broken");
            var range = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
            if (takesParts && range is not null) from = int.Parse(range[13..].Split('-')[0], null);
            var status = takesParts && range is not null ? $"206 Partial Content\r\nContent-Range: bytes {from}-{body.Length - 1}/{body.Length}" : "200 OK";
            var kind = path[2].EndsWith(".jpg", StringComparison.Ordinal) ? "image/jpeg" : "application/octet-stream";
            stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length - from}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
                + (takesParts ? "Accept-Ranges: bytes\r\n\r\n" : "\r\n")));
            var end = path[1] == "broken" ? Math.Max(from, body.Length / 2) : body.Length;
            if (method == "GET") stream.Write(body.AsSpan(from, end - from));
        }
        catch (IOException)
        {
            // ffmpeg has seen enough.
        }
    }
}
