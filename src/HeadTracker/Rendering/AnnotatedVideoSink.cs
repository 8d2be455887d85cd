using HeadTracker.Output;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary><c>annotated.mp4</c>: what the camera saw with boxes, axes and angles drawn in. Draws into the frames it gets.</summary>
/// <remarks>
/// A film runs at one rate. A file's frames are written one for one; those of a live source, which come unevenly and may have been
/// dropped, are repeated or left out so that the film keeps the time at which they were taken.
/// </remarks>
public sealed class AnnotatedVideoSink(OutputFolder folder, string name, double framesPerSecond, bool keepTime, float fieldOfView) : IFrameSink
{
    private readonly FrameAnnotator _annotator = new(fieldOfView);
    private readonly Mat _resized = new();
    private readonly string _file = folder.Begin(name);
    private VideoWriter? _writer;
    private Size _size;
    private TimeSpan _first;
    private long _written;

    public void Write(TrackedFrame frame)
    {
        var image = frame.Frame.Image;
        if (_writer is null) Open(image.Size(), frame.Frame.Timestamp);
        _annotator.Draw(image, frame.Result);
        if (image.Size() != _size)
        {
            Cv2.Resize(image, _resized, _size);
            image = _resized;
        }

        var due = keepTime ? (long)Math.Round((frame.Frame.Timestamp - _first).TotalSeconds * framesPerSecond) + 1 : _written + 1;
        for (; _written < due; _written++) _writer!.Write(image);
    }

    /// <summary>Ends the film. Encoders do not report a full disk, so the file is read back.</summary>
    /// <exception cref="UserErrorException">The film is not whole.</exception>
    public void Complete()
    {
        if (_writer is null)
        {
            folder.Abandon(name);
            return;
        }

        _writer.Release();
        using var check = new VideoCapture(_file, VideoCaptureAPIs.FFMPEG);
        if (!check.IsOpened() || (long)check.Get(VideoCaptureProperties.FrameCount) != _written)
        {
            throw new UserErrorException(
                $"The film could not be written whole to {folder.Path}, most likely because the disk is full; "
                    + "free some space or give another folder with --out.");
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _resized.Dispose();
    }

    private void Open(Size size, TimeSpan time)
    {
        // MPEG-4 part 2 is the one codec that every build of OpenCV can write into an MP4.
        (_size, _first) = (size, time);
        _writer = new VideoWriter(_file, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), framesPerSecond, size);
        if (_writer.IsOpened()) return;
        // OpenCV gives no reason; where plain bytes can be written it is the encoder that is missing.
        folder.Guard(() => File.WriteAllBytes(_file, new byte[4096]));
        throw new UserErrorException("This build of OpenCV cannot encode MP4 films; run './headtracker doctor', or leave out --out.");
    }
}
