using HeadTracker.Tests;
using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>Video files there and back, and captures that have nothing to give.</summary>
public sealed class VideoTests : IDisposable
{
    private static readonly Size FrameSize = new(160, 120);
    private readonly string folder = Directory.CreateTempSubdirectory("opencv-video").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Theory]
    [InlineData("a.avi", "MJPG", VideoCaptureAPIs.ANY)]
    [InlineData("a.mp4", "mp4v", VideoCaptureAPIs.FFMPEG)]
    public void Frames_come_back_in_order(string name, string codec, VideoCaptureAPIs backend)
    {
        var file = Write(name, codec, backend, frames: 12);
        using var capture = new VideoCapture(file);
        using var frame = new Mat();

        Assert.True(capture.IsOpened());
        Assert.Equal((160, 120, 12, 25), (capture.FrameWidth, capture.FrameHeight, capture.FrameCount, capture.Fps));
        Assert.Equal((CaptureType.File, "FFMPEG"), (capture.CaptureType, capture.GetBackendName()));
        for (var i = 0; i < 12; i++)
        {
            Assert.True(capture.Read(frame));
            Assert.Equal((MatType.CV_8UC3, FrameSize), (frame.Type(), frame.Size()));
            Assert.Equal(20 * i, Cv2.Mean(frame).Val1, 4.0);
        }

        Assert.False(capture.Read(frame));
        Assert.True(frame.Empty());
    }

    [Fact]
    public void A_file_can_be_wound_back()
    {
        using var capture = new VideoCapture(Write("b.avi", "MJPG", VideoCaptureAPIs.ANY, frames: 10));
        using var frame = new Mat();
        while (capture.Read(frame)) { }
        capture.PosFrames = 4;
        Assert.True(capture.Grab());
        Assert.True(capture.Retrieve(frame));

        Assert.Equal(80, Cv2.Mean(frame).Val0, 4.0);
        Assert.Equal(5, capture.PosFrames);
    }

    [SharedFact("data/video/head-pose-face-detection-female.gif")]
    public void An_animated_gif_is_a_video()
    {
        using var capture = new VideoCapture(SharedData.PathOf("data/video/head-pose-face-detection-female.gif"));
        using var frame = new Mat();
        var frames = 0;
        for (; capture.Read(frame); frames++)
        {
            Assert.Equal(new Size(480, 270), frame.Size());
            Cv2.MeanStdDev(frame, out _, out var deviation);
            Assert.InRange(deviation.Val1, 10, 100);
        }

        Assert.Equal((capture.FrameCount, 23), (frames, frames));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var capture = new VideoCapture(Write("c.avi", "MJPG", VideoCaptureAPIs.ANY, frames: 30));
        using var frame = new Mat();
        for (var i = 0; i < 5; i++) capture.Read(frame);
        var memory = frame.Data;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) capture.Read(frame);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(memory, frame.Data);
    }

    [Fact]
    public void What_is_not_there_does_not_open()
    {
        var level = Cv2.SetLogLevel(LogLevel.SILENT);
        try
        {
            using VideoCapture missing = new(Path.Combine(folder, "missing.mp4")), camera = new(97), closed = new();
            using var frame = new Mat();

            Assert.False(missing.IsOpened());
            Assert.False(camera.IsOpened());
            Assert.False(closed.Read(frame));
            Assert.Equal(0, closed.Get(VideoCaptureProperties.FrameWidth));
            Assert.False(closed.Open(Path.Combine(folder, "missing.mp4"), VideoCaptureAPIs.FFMPEG));
            Assert.Equal(CaptureType.NotSpecified, closed.CaptureType);
            Assert.Equal(LogLevel.SILENT, Cv2.GetLogLevel());
        }
        finally
        {
            Cv2.SetLogLevel(level);
        }
    }

    [Fact]
    public void A_released_capture_opens_again()
    {
        var file = Write("d.avi", "MJPG", VideoCaptureAPIs.ANY, frames: 3);
        using var capture = new VideoCapture(file, VideoCaptureAPIs.FFMPEG, [(int)VideoCaptureProperties.HwAcceleration, 0]);
        Assert.True(capture.IsOpened());
        capture.Release();
        Assert.False(capture.IsOpened());
        Assert.True(capture.Open(file));
    }

    [Fact]
    public async Task A_capture_may_be_disposed_while_another_thread_reads()
    {
        var file = Write("e.avi", "MJPG", VideoCaptureAPIs.ANY, frames: 50);
        for (var round = 0; round < 20; round++)
        {
            var capture = new VideoCapture(file);
            using var started = new ManualResetEventSlim();
            var reader = Task.Run(() =>
            {
                using var frame = new Mat();
                started.Set();
                try
                {
                    while (capture.Read(frame)) { }
                }
                catch (ObjectDisposedException)
                {
                }
            });
            started.Wait();
            capture.Dispose();
            await reader.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private string Write(string name, string codec, VideoCaptureAPIs backend, int frames)
    {
        var file = Path.Combine(folder, name);
        using var writer = new VideoWriter(file, backend, FourCC.FromString(codec), 25, FrameSize);
        Assert.True(writer.IsOpened());
        using var frame = new Mat(FrameSize, MatType.CV_8UC3);
        for (var i = 0; i < frames; i++)
        {
            frame.SetTo(new Scalar(20 * i, 20 * i, 20 * i));
            writer.Write(frame);
        }

        return file;
    }
}
