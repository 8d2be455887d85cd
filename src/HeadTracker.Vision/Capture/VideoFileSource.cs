using System.Diagnostics;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A video file, or an animated GIF, read as fast as it can be decoded. FFmpeg does the decoding.</summary>
public sealed class VideoFileSource : IFrameSource
{
    /// <summary>The decoder gives up at a damaged place and often goes on behind it when asked again.</summary>
    private const int Tries = 5;

    /// <summary>Some containers only estimate how many pictures they hold.</summary>
    private const double LeastShare = 0.9;

    private readonly VideoCapture _capture;
    private readonly Mat _first = new();
    private TimeSpan _last = TimeSpan.MinValue;
    private long _read;

    /// <summary>Opens a film.</summary>
    /// <param name="file">Anything that FFmpeg reads.</param>
    /// <exception cref="UserErrorException">There is no such film, or nothing here decodes it.</exception>
    public VideoFileSource(string file)
    {
        Name = Path.GetFileName(file);
        if (new FileInfo(file).Length == 0) throw new UserErrorException($"{file} is empty; give a video file that plays.");
        try
        {
            using (File.OpenRead(file))
            {
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserErrorException($"{file} may not be read by this user; change its permissions and start again.", e);
        }

        _capture = new VideoCapture(file, VideoCaptureAPIs.FFMPEG);
        // A file may open by its name or header and still hold no picture; only the first one proves that it plays.
        if (!_capture.IsOpened() || !_capture.Read(_first) || _first.Empty())
        {
            Dispose();
            throw new UserErrorException($"{file} is not a video that can be played, or it is damaged; give another file or convert it to MP4.");
        }

        var rate = _capture.Get(VideoCaptureProperties.Fps);
        FramesPerSecond = rate is > 0 and < 1000 ? rate : CaptureOptions.DefaultFramesPerSecond;
        var count = (long)_capture.Get(VideoCaptureProperties.FrameCount);
        FrameCount = count > 0 ? count : null;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public double FramesPerSecond { get; }

    /// <inheritdoc/>
    public long? FrameCount { get; }

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return false;
        frame.Arrived = Stopwatch.GetTimestamp();
        if (_last == TimeSpan.MinValue)
        {
            _first.CopyTo(frame.Image);
            frame.Timestamp = _last = TimeSpan.Zero;
            _read = 1;
            return true;
        }

        if (!TryDecode(frame.Image)) return false;
        // Some files give no usable times; theirs then advance by the nominal rate, so that time always moves forward.
        var position = TimeSpan.FromMilliseconds(_capture.Get(VideoCaptureProperties.PosMsec));
        frame.Timestamp = _last = position > _last ? position : _last + TimeSpan.FromSeconds(1 / FramesPerSecond);
        return true;
    }

    private bool TryDecode(Mat image)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (!_capture.Read(image) || image.Empty()) continue;
            if (i > 0) Problem = $"{Name} is damaged after {_last.TotalSeconds:F1} s; what could be read was used.";
            _read++;
            return true;
        }

        if (FrameCount is { } count && _read < LeastShare * count) Problem = $"{Name} breaks off after {_read} of {count} frames; what could be read was used.";
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _capture.Dispose();
        _first.Dispose();
    }
}
