using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A film by way of OpenCV and the FFmpeg within it.</summary>
internal sealed class OpenCvFilm : IFilmDecoder
{
    /// <summary>
    /// The decoder gives up at each damaged packet and goes on behind it when asked again. Where a picture that others build on is damaged,
    /// that is as many packets as lie before the next such picture: ten seconds' worth at most, as encoders are set up.
    /// </summary>
    private const int Tries = 300;

    private readonly VideoCapture _capture;
    private bool _isCompressed;

    /// <param name="file">Any name: as a whole path it begins with no protocol's.</param>
    public OpenCvFilm(string file)
    {
        _capture = new VideoCapture(Path.GetFullPath(file), VideoCaptureAPIs.FFMPEG);
        Pixels = new SquarePixels(PixelAspect);
    }

    /// <summary>Whether container and codec are known. That a picture can be had is certain only when there is one.</summary>
    public bool IsOpen => _capture.IsOpened();

    public double? FramesPerSecond => _capture.Get(VideoCaptureProperties.Fps) is > 0 and < 1000 and var rate ? rate : null;

    public long? FrameCount => (long)_capture.Get(VideoCaptureProperties.FrameCount) is > 0 and var count ? count : null;

    /// <summary>Of the pictures as they are stored, before they are turned and their pixels made square.</summary>
    public Size Size => new(_capture.FrameWidth, _capture.FrameHeight);

    /// <summary>A pixel's width by its height once the pictures are turned; 0 or infinite when the film does not state it.</summary>
    public double PixelAspect
    {
        get
        {
            var (width, height) = (_capture.Get(VideoCaptureProperties.SARNum), _capture.Get(VideoCaptureProperties.SARDen));
            return Orientation is 90 or 270 ? height / width : width / height;
        }
    }

    /// <summary>Makes the pixels square, of pictures that were turned already.</summary>
    public SquarePixels Pixels { get; }

    /// <summary>The codec's four letters.</summary>
    public string Codec => _capture.FourCC;

    /// <summary>Whether pictures are decoded as YUV with half the chroma in both directions, as most films are.</summary>
    public bool IsYuv420 => (int)_capture.Get(VideoCaptureProperties.CodecPixelFormat) == FourCC.FromFourChars('I', '4', '2', '0');

    /// <summary>By how many degrees the pictures have to be turned.</summary>
    public int Orientation => (int)_capture.Get(VideoCaptureProperties.OrientationMeta);

    public bool MetDamage { get; private set; }

    /// <summary>From now on pictures are handed over as they are stored.</summary>
    /// <returns>False when OpenCV cannot.</returns>
    public bool TryStayCompressed() => _isCompressed = _capture.Set(VideoCaptureProperties.Format, -1);

    public bool TryDecode(Mat image, out TimeSpan position, CancellationToken cancellation)
    {
        MetDamage = false;
        var place = _isCompressed ? image : Pixels.PlaceFor(image);
        for (var i = 0; i < Tries && !cancellation.IsCancellationRequested; i++)
        {
            if (!_capture.Read(place) || place.Empty()) continue;
            MetDamage = i > 0;
            position = FilmTimes.Of(_capture.Get(VideoCaptureProperties.PosMsec) / 1000);
            if (!_isCompressed) Pixels.Deliver(image);
            return true;
        }

        position = FilmTimes.Unknown;
        return false;
    }

    public void Dispose()
    {
        _capture.Dispose();
        Pixels.Dispose();
    }
}
