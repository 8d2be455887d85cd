using System.Diagnostics;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A stream from an address (RTSP, HTTP, …). Its pictures are live: they carry the time at which they arrived.</summary>
public sealed class NetworkStreamSource : IFrameSource
{
    private readonly VideoCapture _capture;
    private readonly Stopwatch _clock = new();

    public NetworkStreamSource(Uri address)
    {
        Name = WithoutPassword(address);
        _capture = new VideoCapture(address.OriginalString, VideoCaptureAPIs.FFMPEG);
        if (!_capture.IsOpened())
        {
            _capture.Dispose();
            throw new UserErrorException($"{Name} cannot be opened; check that the address plays in a media player on this machine.");
        }

        // An old picture is worth nothing; not every backend honours this.
        _capture.Set(VideoCaptureProperties.BufferSize, 1);
        var rate = _capture.Get(VideoCaptureProperties.Fps);
        FramesPerSecond = rate is > 0 and < 1000 ? rate : CaptureOptions.DefaultFramesPerSecond;
    }

    public string Name { get; }

    public bool IsLive => true;

    public double FramesPerSecond { get; }

    public long? FrameCount => null;

    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested || !_capture.Grab()) return false;
        frame.Arrived = Stopwatch.GetTimestamp();
        _clock.Start();
        frame.Timestamp = _clock.Elapsed;
        return _capture.Retrieve(frame.Image) && !frame.Image.Empty();
    }

    public void Dispose() => _capture.Dispose();

    /// <summary>The address as it may be shown and written to files.</summary>
    private static string WithoutPassword(Uri address) =>
        address.UserInfo.Length == 0 ? address.OriginalString : address.OriginalString.Replace(address.UserInfo + "@", "", StringComparison.Ordinal);
}
