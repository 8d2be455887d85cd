using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>
/// A stream from an address (RTSP, HTTP, …), decoded by the program ffmpeg: OpenCvSharp's own FFmpeg for Linux has no network.
/// Its pictures are live: they carry the time at which they arrived.
/// </summary>
internal sealed class NetworkStreamSource : IFrameSource
{
    private readonly Process _decoder;
    private readonly Stream _pictures;
    private readonly Stopwatch _clock = new();
    private readonly Mat _yuv;

    public NetworkStreamSource(Uri address)
    {
        Name = WithoutPassword(address);
        // An old picture is worth nothing, and a stream that is lost is noticed after seconds.
        string[] input = address.Scheme switch
        {
            "rtsp" => ["-rtsp_transport", "tcp", "-timeout", "5000000"],
            "http" or "https" => ["-rw_timeout", "5000000"],
            _ => [],
        };
        var start = new ProcessStartInfo("ffmpeg", ["-nostdin", "-loglevel", "quiet", "-fflags", "nobuffer", "-flags", "low_delay", .. input, "-i", address.OriginalString,
            "-an", "-vf", "scale=out_range=tv:out_color_matrix=bt601", "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-fps_mode", "passthrough", "pipe:1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        try
        {
            _decoder = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new UserErrorException("Network cameras need the program ffmpeg; install it and start again.");
        }

        _pictures = _decoder.StandardOutput.BaseStream;
        var (width, height) = (0, 0);
        FramesPerSecond = CaptureOptions.DefaultFramesPerSecond;
        foreach (var field in (ReadLine() ?? "").Split(' '))
        {
            if (field.StartsWith('W')) width = int.Parse(field.AsSpan(1), CultureInfo.InvariantCulture);
            else if (field.StartsWith('H')) height = int.Parse(field.AsSpan(1), CultureInfo.InvariantCulture);
            else if (field.StartsWith('F') && field[1..].Split(':') is [var frames, var seconds]
                && double.Parse(frames, CultureInfo.InvariantCulture) / double.Parse(seconds, CultureInfo.InvariantCulture) is > 0 and < 1000 and var rate) FramesPerSecond = rate;
        }

        if (width <= 0 || height <= 0)
        {
            Stop();
            throw new UserErrorException($"{Name} cannot be opened; check that the address plays in a media player on this machine.");
        }

        _yuv = new Mat(height * 3 / 2, width, MatType.CV_8UC1);
    }

    public string Name { get; }

    public bool IsLive => true;

    public double FramesPerSecond { get; }

    public long? FrameCount => null;

    public unsafe bool TryRead(Frame frame, CancellationToken cancellation)
    {
        using var ending = cancellation.UnsafeRegister(static self => ((NetworkStreamSource)self!).Stop(), this);
        if (cancellation.IsCancellationRequested || ReadLine() is not { } line || !line.StartsWith("FRAME", StringComparison.Ordinal)) return false;
        try
        {
            _pictures.ReadExactly(new Span<byte>((void*)_yuv.Data, (int)(_yuv.Total() * _yuv.ElemSize())));
        }
        catch (EndOfStreamException)
        {
            return false;
        }

        frame.Arrived = Stopwatch.GetTimestamp();
        _clock.Start();
        frame.Timestamp = _clock.Elapsed;
        Cv2.CvtColor(_yuv, frame.Image, ColorConversionCodes.YUV2BGR_I420);
        return true;
    }

    public void Dispose()
    {
        Stop();
        _decoder.Dispose();
        _yuv.Dispose();
    }

    private void Stop()
    {
        try
        {
            _decoder.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private string? ReadLine()
    {
        var line = new StringBuilder();
        for (int next; (next = _pictures.ReadByte()) != '\n'; line.Append((char)next))
        {
            if (next < 0 || line.Length > 200) return null;
        }

        return line.ToString();
    }

    /// <summary>The address as it may be shown and written to files.</summary>
    private static string WithoutPassword(Uri address) =>
        address.UserInfo.Length == 0 ? address.OriginalString : address.OriginalString.Replace(address.UserInfo + "@", "", StringComparison.Ordinal);
}
