using System.Diagnostics;
using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>A source whose every step a test decides.</summary>
internal sealed class FakeSource(long frames, Action<long>? beforeRead = null, bool isLive = false) : IFrameSource
{
    public string Name => "fake";

    public bool IsLive => isLive;

    public double FramesPerSecond => 30;

    public long? FrameCount => frames;

    public long Read { get; private set; }

    public bool IsDisposed { get; private set; }

    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        Assert.False(IsDisposed);
        if (Read == frames || cancellation.IsCancellationRequested) return false;
        beforeRead?.Invoke(Read);
        frame.Arrived = Stopwatch.GetTimestamp();
        frame.Image.Create(48, 64, MatType.CV_8UC3);
        frame.Timestamp = TimeSpan.FromSeconds(Read++ / 30.0);
        return true;
    }

    public void Dispose() => IsDisposed = true;
}
