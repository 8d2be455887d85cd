using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A film by way of OpenCV and the FFmpeg within it.</summary>
internal sealed class OpenCvFilm : IFilmDecoder
{
    /// <summary>The decoder gives up at a damaged place and often goes on behind it when asked again.</summary>
    private const int Tries = 5;

    private readonly VideoCapture _capture;

    public OpenCvFilm(string file) => _capture = new VideoCapture(file, VideoCaptureAPIs.FFMPEG);

    /// <summary>Whether container and codec are known. That a picture can be had is certain only when there is one.</summary>
    public bool IsOpen => _capture.IsOpened();

    public double? FramesPerSecond => _capture.Get(VideoCaptureProperties.Fps) is > 0 and < 1000 and var rate ? rate : null;

    public long? FrameCount => (long)_capture.Get(VideoCaptureProperties.FrameCount) is > 0 and var count ? count : null;

    /// <summary>Of the pictures as they are stored, before they are turned.</summary>
    public Size Size => new(_capture.FrameWidth, _capture.FrameHeight);

    /// <summary>The codec's four letters.</summary>
    public string Codec => _capture.FourCC;

    /// <summary>Whether pictures are decoded as YUV with half the chroma in both directions, as most films are.</summary>
    public bool IsYuv420 => (int)_capture.Get(VideoCaptureProperties.CodecPixelFormat) == FourCC.FromFourChars('I', '4', '2', '0');

    /// <summary>By how many degrees the pictures have to be turned.</summary>
    public int Orientation => (int)_capture.Get(VideoCaptureProperties.OrientationMeta);

    public bool MetDamage { get; private set; }

    /// <summary>From now on pictures are handed over as they are stored.</summary>
    /// <returns>False when OpenCV cannot.</returns>
    public bool TryStayCompressed() => _capture.Set(VideoCaptureProperties.Format, -1);

    public bool TryDecode(Mat image, out TimeSpan position, CancellationToken cancellation)
    {
        position = default;
        for (var i = 0; i < Tries; i++)
        {
            if (!_capture.Read(image) || image.Empty()) continue;
            MetDamage = i > 0;
            position = TimeSpan.FromMilliseconds(_capture.Get(VideoCaptureProperties.PosMsec));
            return true;
        }

        return false;
    }

    public void Dispose() => _capture.Dispose();
}
