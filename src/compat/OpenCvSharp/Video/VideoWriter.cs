using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Writes frames into a video file. Opening does not throw: ask <see cref="IsOpened"/>.</summary>
public class VideoWriter : CvObject
{
    private readonly WriterHandle handle;

    public VideoWriter()
    {
        Native.Check(Native.cvs_writer_new(out handle));
    }

    /// <param name="fileName">Its extension names the container.</param>
    /// <param name="fourcc">The codec, e.g. "MJPG" or "mp4v".</param>
    /// <param name="fps">Frames per second.</param>
    /// <param name="frameSize">Of every frame; others are dropped.</param>
    /// <param name="isColor">Three channels, else one.</param>
    public VideoWriter(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) : this()
    {
        Open(fileName, fourcc, fps, frameSize, isColor);
    }

    /// <inheritdoc cref="VideoWriter(string, FourCC, double, Size, bool)"/>
    public VideoWriter(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true) : this()
    {
        Open(fileName, apiPreference, fourcc, fps, frameSize, isColor);
    }

    public string? FileName { get; private set; }
    public double Fps { get; private set; }
    public Size FrameSize { get; private set; }
    public bool IsColor { get; private set; }

    public static int FourCC(char c1, char c2, char c3, char c4) => OpenCvSharp.FourCC.FromFourChars(c1, c2, c3, c4).Value;
    public static int FourCC(string code) => OpenCvSharp.FourCC.FromString(code).Value;

    public bool Open(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) =>
        Open(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor);

    public unsafe bool Open(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        (FileName, Fps, FrameSize, IsColor) = (fileName, fps, frameSize, isColor);
        var parameters = stackalloc[] { (int)VideoWriterProperties.IsColor, isColor ? 1 : 0 };
        Native.Check(Native.cvs_writer_open(handle, fileName, (int)apiPreference, fourcc.Value, fps, frameSize, parameters, 2, out var ok));
        return ok != 0;
    }

    public bool IsOpened()
    {
        Native.Check(Native.cvs_writer_is_opened(handle, out var ok));
        return ok != 0;
    }

    /// <summary>Finishes the file.</summary>
    public void Release() => Native.Check(Native.cvs_writer_release(handle));

    public void Write(InputArray image) => Native.Check(Native.cvs_writer_write(handle, Arguments.Need(image)));

    public double Get(VideoWriterProperties propId)
    {
        Native.Check(Native.cvs_writer_get(handle, (int)propId, out var value));
        return value;
    }

    public bool Set(VideoWriterProperties propId, double value)
    {
        Native.Check(Native.cvs_writer_set(handle, (int)propId, value, out var ok));
        return ok != 0;
    }

    public string GetBackendName()
    {
        Native.Check(Native.cvs_writer_backend(handle, out var text));
        return Native.TakeString(text);
    }

    private protected override SafeHandle Resource => handle;
}
