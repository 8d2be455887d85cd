using System.Net;
using System.Net.Sockets;
using System.Text;
using HeadTracker.Capture;
using HeadTracker.Settings;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>Network cameras that refuse, fall silent, or send something else than a row of JPEGs.</summary>
public sealed class NetworkStreamFailureTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public NetworkStreamFailureTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("rtsp://camera.local/stream", "rtsp://camera.local/stream")]
    [InlineData("rtsp://ann:secret@camera.local:554/1", "rtsp://camera.local:554/1")]
    [InlineData("rtsp://ann:se@cret@camera.local/1", "rtsp://camera.local/1")]
    [InlineData("http://camera.local/video.cgi?user=ann&pwd=secret", "http://camera.local/video.cgi")]
    [InlineData("http://camera.local?pwd=secret/@x", "http://camera.local")]
    [InlineData("http://camera.local/a@b.mjpg", "http://camera.local/a@b.mjpg")]
    [InlineData("udp://@239.0.0.1:1234", "udp://239.0.0.1:1234")]
    [InlineData("srt://ann:secret@10.0.0.1:no-port", "srt://10.0.0.1:no-port")]
    public void Addresses_are_shown_without_what_nobody_else_shall_know(string address, string shown) =>
        Assert.Equal(shown, SourceText.Shown(address));

    [FfmpegTheory]
    [InlineData("http://ann:secret@127.0.0.1:{0}/1?pwd=secret", "401 Unauthorized", "it asks for another user name or password")]
    [InlineData("http://ann:secret@127.0.0.1:{0}/1?pwd=secret", "404 Not Found", "it has nothing of this name")]
    [InlineData("rtsp://ann:secret@127.0.0.1:9/1?pwd=secret", null, "nothing answers at this port")]
    [InlineData("tcp://127.0.0.1:9?pwd=secret", null, "nothing answers at this port")]
    [InlineData("xyz://ann:secret@127.0.0.1:9/1", null, "this ffmpeg does not know this kind of address")]
    public void What_cannot_be_opened_is_said_with_its_reason_and_without_the_password(string address, string? answer, string reason)
    {
        var response = $"HTTP/1.0 {answer}\r\nWWW-Authenticate: Basic realm=\"camera\"\r\nContent-Length: 0\r\n\r\n";
        if (answer is not null) Serve(stream => stream.Write(Encoding.ASCII.GetBytes(response)));
        var error = Assert.Throws<UserErrorException>(() => FrameSources.Open([string.Format(null, address, Port)], new CaptureOptions(), _ => { }));
        Assert.Contains($"({reason})", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        // A profile that remembers a camera does so without its password: this is what its next start says.
        var asksForPassword = answer?.StartsWith("401", StringComparison.Ordinal) == true;
        Assert.Equal(asksForPassword, error.Message.Contains("profiles keep no passwords", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_address_is_said_without_the_password()
    {
        var error = Assert.Throws<UserErrorException>(() => FrameSources.Open(["rtsp://ann:secret@camera.local:port/1"], new CaptureOptions(), _ => { }));
        Assert.Equal("'rtsp://camera.local:port/1' is not an address; write it like rtsp://camera.local/stream.", error.Message);
    }

    [FfmpegFact]
    public void A_camera_that_falls_silent_is_given_up()
    {
        Serve(stream =>
        {
            SendPictures(stream, 40);
            Thread.Sleep(Limit);
        });
        using var source = new NetworkStreamSource(new Uri($"http://127.0.0.1:{Port}/1.mjpg"), TimeSpan.FromSeconds(2), default);
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var read = 0;
        while (source.TryRead(frame, default)) read++;
        Assert.InRange(read, 1, 40);
    }

    [FfmpegFact]
    public async Task Reading_and_opening_end_when_cancelled()
    {
        Serve(_ => Thread.Sleep(Limit));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        var opening = Task.Run(() => new NetworkStreamSource(new Uri($"http://127.0.0.1:{Port}/1.mjpg"), Limit, stop.Token));
        await Assert.ThrowsAsync<UserErrorException>(() => opening.WaitAsync(Limit / 2));
    }

    [FfmpegFact("mpeg2video")]
    public void A_film_sent_as_it_plays_is_read_with_its_size_and_rate()
    {
        var port = Port;
        _listener.Stop();
        using var sender = new FfmpegProcess(Ffmpeg.Program,
            ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-c:v", "mpeg2video", "-b:v", "2M", "-f", "mpegts", $"tcp://127.0.0.1:{port}?listen=1"]);
        using var source = Open($"tcp://127.0.0.1:{port}");
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var last = TimeSpan.MinValue;
        for (var i = 0; i < 20; i++)
        {
            Assert.True(source.TryRead(frame, default), $"{i} pictures, then none");
            Assert.Equal(new Size(320, 240), frame.Image.Size());
            Assert.True(frame.Timestamp > last);
            last = frame.Timestamp;
        }

        Assert.True(source.IsLive);
        Assert.Equal(25, source.FramesPerSecond);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.False(source.TryRead(frame, stop.Token));
    }

    /// <summary>Until the sender listens.</summary>
    private static NetworkStreamSource Open(string address)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new NetworkStreamSource(new Uri(address));
            }
            catch (UserErrorException) when (tries < 20)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static void SendPictures(NetworkStream stream, int count)
    {
        using var picture = new Mat(120, 160, MatType.CV_8UC3, Scalar.All(90));
        Cv2.ImEncode(".jpg", picture, out var jpeg);
        stream.Write("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"u8);
        for (var i = 0; i < count; i++)
        {
            stream.Write(Encoding.ASCII.GetBytes($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"));
            stream.Write(jpeg);
            stream.Write("\r\n"u8);
        }
    }

    /// <summary>Answers every connection once it has asked.</summary>
    private void Serve(Action<NetworkStream> answer) => new Thread(() =>
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptTcpClient();
                using var stream = client.GetStream();
                _ = stream.Read(new byte[4096]);
                answer(stream);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidOperationException)
        {
            // The test is over, or ffmpeg has hung up.
        }
    }) { IsBackground = true }.Start();
}
