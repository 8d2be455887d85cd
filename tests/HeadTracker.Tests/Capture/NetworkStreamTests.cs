using System.Net;
using System.Net.Sockets;
using System.Text;
using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>A network camera as many of them are: pictures one after the other over HTTP (multipart/x-mixed-replace).</summary>
public sealed class NetworkStreamTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _picture;
    private int _connections;

    public NetworkStreamTests()
    {
        using var picture = new Mat(120, 160, MatType.CV_8UC3, Scalar.All(90));
        Cv2.ImEncode(".jpg", picture, out _picture);
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Stream_that_breaks_off_is_reported_and_taken_up_again()
    {
        var server = new Thread(Serve) { IsBackground = true };
        server.Start();
        var reports = new List<string?>();
        var address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/stream.mjpg";
        using var source = FrameSources.Open([address], new CaptureOptions(), reports.Add);
        using var pool = Frame.NewPool();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.True(source.IsLive);
        while (!reports.Contains(null))
        {
            using var frame = pool.Rent();
            Assert.True(source.TryRead(frame, stop.Token), $"no more pictures; reports: {string.Join(" | ", reports)}");
            Assert.Equal(new Size(160, 120), frame.Image.Size());
        }

        Assert.Equal($"{address} went away; waiting for it to return.", reports[0]);
        Assert.True(_connections >= 2);
    }

    /// <summary>Each connection gets forty pictures and is then cut.</summary>
    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptTcpClient();
                Interlocked.Increment(ref _connections);
                using var stream = client.GetStream();
                Assert.True(stream.Read(new byte[4096]) > 0);
                stream.Write("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"u8);
                for (var i = 0; i < 40; i++)
                {
                    stream.Write(Encoding.ASCII.GetBytes($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {_picture.Length}\r\n\r\n"));
                    stream.Write(_picture);
                    stream.Write("\r\n"u8);
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The test is over, or FFmpeg has looked at the stream and hung up.
        }
    }
}
