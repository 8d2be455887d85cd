using System.ComponentModel;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>Chooses what decodes a film: whatever is fastest, and of the rest whatever can.</summary>
internal static class FilmDecoders
{
    /// <summary>
    /// From where on the program ffmpeg is faster, its start (0.1 s of a processor) and its pipe (3 ms per picture of 1920×1080)
    /// included. Measured with two processors; see <see cref="IsWorthAProcess"/>.
    /// </summary>
    private const int LargePixels = 1280 * 720, LargeH264Pixels = 1920 * 1080, FewFrames = 100;

    /// <param name="file">Exists and can be read.</param>
    /// <param name="first">Takes the first picture: a file may open by its name or header and still hold none.</param>
    /// <exception cref="UserErrorException">Nothing here can decode it.</exception>
    public static IFilmDecoder Open(string file, Mat first)
    {
        var ffmpeg = FfmpegProgram.Find();
        var film = new OpenCvFilm(file);
        var keepsChroma = false;
        long? count = null;
        if (film.IsOpen)
        {
            var size = film.Size;
            // Nor may an odd row or column be lost.
            (keepsChroma, count) = (!film.IsYuv420 || ((size.Width | size.Height) & 1) != 0, film.FrameCount);
            if (ffmpeg is not null && IsWorthAProcess(film) && TryFfmpeg() is { } faster)
            {
                film.Dispose();
                return faster;
            }

            if (MotionJpegFilm.Fits(film) && film.TryStayCompressed())
            {
                var jpegs = new MotionJpegFilm(film);
                // Interlaced ones hold two pictures of half the height.
                if (jpegs.TryDecode(first, out _, default) && first.Size() == size) return jpegs;
                jpegs.Dispose();
                film = new OpenCvFilm(file);
            }

            if (film.TryDecode(first, out _, default)) return film;
        }

        film.Dispose();
        if (TryFfmpeg() is { } other) return other;
        throw new UserErrorException(ffmpeg is null
            ? $"{file} is not a video that can be played, or it is damaged; give another file, convert it to MP4, or install the program ffmpeg, which plays more kinds."
            : $"{file} is not a video that can be played, or it is damaged; give another file or convert it to MP4.");

        IFilmDecoder? TryFfmpeg()
        {
            FfmpegFilm? opened = null;
            try
            {
                if (ffmpeg is null) return null;
                opened = new FfmpegFilm(ffmpeg, file, keepsChroma, count);
                if (opened.TryDecode(first, out _, default)) return opened;
            }
            catch (Exception e) when (e is Win32Exception or EndOfStreamException or InvalidDataException)
            {
                // It does not run here, or does not know this film either.
            }

            opened?.Dispose();
            return null;
        }
    }

    /// <summary>
    /// Only the FFmpeg within OpenCvSharp's library for Linux lacks its assembler, and only some codecs miss it: with it, 1920×1080 takes
    /// half the time in H.264, VP9 and HEVC, but hardly less in MPEG-4.
    /// </summary>
    private static bool IsWorthAProcess(OpenCvFilm film)
    {
        if (!OperatingSystem.IsLinux() || film.FrameCount < FewFrames) return false;
        var pixels = film.Size.Width * film.Size.Height;
        return film.Codec.ToUpperInvariant() switch
        {
            "HEVC" or "HEV1" or "HVC1" or "VP90" or "VP80" => pixels >= LargePixels,
            "H264" or "AVC1" => pixels >= LargeH264Pixels,
            _ => false,
        };
    }
}
