using OpenCvSharp;
using OpenCvSharp.Internal;

namespace HeadTracker.Capture;

/// <summary>A film of JPEG pictures, decoded one by one by OpenCV's JPEG decoder, which has an assembler where its FFmpeg has none.</summary>
internal sealed class MotionJpegFilm : IFilmDecoder
{
    // Cameras note a turn in each picture that players of films never heeded.
    private const ImreadModes Mode = ImreadModes.Color | ImreadModes.IgnoreOrientation;

    /// <summary>So many damaged pictures in a row are no film any more.</summary>
    private const int Tries = 300;

    private readonly OpenCvFilm _film;
    private readonly Mat _jpeg = new();

    /// <param name="film">Owned from now on; nothing of it has been read yet.</param>
    public MotionJpegFilm(OpenCvFilm film) => _film = film;

    public double? FramesPerSecond => _film.FramesPerSecond;

    public long? FrameCount => _film.FrameCount;

    public bool MetDamage { get; private set; }

    /// <summary>Whether a film is one: Motion JPEG whose pictures need no turning.</summary>
    public static bool Fits(OpenCvFilm film) => film is { Codec: "MJPG", Orientation: 0 };

    public bool TryDecode(Mat image, out TimeSpan position, CancellationToken cancellation)
    {
        MetDamage = false;
        position = FilmTimes.Unknown;
        for (var i = 0; i < Tries && _film.TryDecode(_jpeg, out position, cancellation); i++)
        {
            MetDamage |= _film.MetDamage;
            if (JpegCheck.IsWhole(BytesOf(_jpeg)) && TryDecompress(_jpeg, _film.Pixels.PlaceFor(image)))
            {
                _film.Pixels.Deliver(image);
                return true;
            }

            MetDamage = true;
        }

        return false;
    }

    public void Dispose()
    {
        _jpeg.Dispose();
        _film.Dispose();
    }

    private static unsafe ReadOnlySpan<byte> BytesOf(Mat jpeg) => new((void*)jpeg.Data, checked((int)(jpeg.Total() * jpeg.ElemSize())));

    /// <summary>
    /// <see cref="Cv2.ImDecode(Mat, ImreadModes)"/> would make a managed image for every picture. The pixels are copied: handed over, they
    /// would be as many pages to be had from the system anew for every picture, which takes longer.
    /// </summary>
    private static bool TryDecompress(Mat jpeg, Mat image)
    {
        NativeMethods.HandleException(NativeMethods.imgcodecs_imdecode_Mat(jpeg.CvPtr, (int)Mode, out var decoded));
        NativeMethods.HandleException(NativeMethods.core_Mat_copyTo_toMat1(decoded, image.CvPtr));
        NativeMethods.HandleException(NativeMethods.core_Mat_delete(decoded));
        return !image.Empty();
    }
}
