using System.ComponentModel;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>
/// Chooses what decodes a film. OpenCV with the FFmpeg within it is always there, but in its library for Linux that one has no assembler:
/// it takes twice the time or more, and has no decoder for AV1.
/// </summary>
internal static class FilmDecoders
{
    /// <summary>From so many pixels on, the system's FFmpeg libraries save more than the 0.15 s that it takes to load them.</summary>
    private const long ManyPixels = 100 * 640 * 480;

    /// <summary>For how many pixels the program ffmpeg is worth its start (0.2 s of a processor), and how large pictures have to be for its pipe.</summary>
    private const long PixelsForProcess = 100_000_000, PictureForProcess = 640 * 480;

    /// <param name="file">Exists and can be read.</param>
    /// <param name="first">Takes the first picture: a file may open by its name or header and still hold none.</param>
    /// <param name="position">Its time, as the decoder states it.</param>
    /// <exception cref="UserErrorException">Nothing here can decode it.</exception>
    public static IFilmDecoder Open(string file, Mat first, out TimeSpan position)
    {
        position = FilmTimes.Unknown;
        var film = new OpenCvFilm(file);
        var (isOpen, codec) = (film.IsOpen, film.Codec);
        if (isOpen)
        {
            if (MotionJpegFilm.Fits(film))
            {
                var (size, jpegs) = (film.Pixels.SizeOf(film.Size), film);
                var pictures = film.TryStayCompressed() ? Try(() => new MotionJpegFilm(jpegs), first, out position) : null;
                // Interlaced ones hold two pictures of half the height.
                if (pictures is not null && first.Size() == size) return pictures;
                pictures?.Dispose();
                film.Dispose();
                film = new OpenCvFilm(file);
            }

            if (IsLong(film) && TrySystem(film, file, first, out position) is { } fast)
            {
                film.Dispose();
                return fast;
            }

            if (OperatingSystem.IsLinux() && SystemFfmpeg.Installed is null && IsWorthAProcess(film)
                && TryProcess(film, file, first, out position) is { } parallel)
            {
                film.Dispose();
                return parallel;
            }

            if (film.TryDecode(first, out position, default)) return film;
        }

        var other = TrySystem(film, file, first, out position) ?? TryProcess(film, file, first, out position);
        film.Dispose();
        if (other is not null) return other;
        var isHelpless = SystemFfmpeg.Installed is null && FfmpegProgram.Find() is null;
        if (isOpen && isHelpless)
        {
            throw new UserErrorException($"{file} is a film of a kind ({codec}) that cannot be decoded here, or it is damaged; "
                + "install the program ffmpeg and start again, or convert it to MP4.");
        }

        var hint = isHelpless ? ", install the program ffmpeg, which plays more kinds," : "";
        throw new UserErrorException($"{file} is not a video that can be played, or it is damaged; give another file{hint} or convert it to MP4.");
    }

    private static bool IsLong(OpenCvFilm film) => PixelsOf(film) >= ManyPixels;

    /// <summary>Codecs whose decoders miss their assembler so much that a process and its pipe are faster all the same.</summary>
    private static bool IsWorthAProcess(OpenCvFilm film) =>
        film.Codec.ToUpperInvariant() is "H264" or "HEVC" or "HEV1" or "HVC1" or "VP90"
        && film.Size.Width * film.Size.Height >= PictureForProcess && PixelsOf(film) >= PixelsForProcess;

    private static long PixelsOf(OpenCvFilm film) => film.FrameCount is { } count ? count * film.Size.Width * film.Size.Height : long.MaxValue;

    private static IFilmDecoder? TrySystem(OpenCvFilm facts, string file, Mat first, out TimeSpan position)
    {
        position = FilmTimes.Unknown;
        if (SystemFfmpeg.Installed is not { } libraries) return null;
        var (orientation, aspect) = facts.IsOpen ? (facts.Orientation, facts.PixelAspect) : (0, 1);
        return Try(() => new SystemFfmpegFilm(libraries, file, orientation, aspect, facts.FramesPerSecond, facts.FrameCount), first, out position);
    }

    /// <summary>More chroma than 4:2:0 keeps its own, and no odd row or column is lost.</summary>
    private static IFilmDecoder? TryProcess(OpenCvFilm facts, string file, Mat first, out TimeSpan position)
    {
        var keepsChroma = facts.IsOpen && (!facts.IsYuv420 || ((facts.Size.Width | facts.Size.Height) & 1) != 0);
        position = FilmTimes.Unknown;
        if (FfmpegProgram.Find() is not { } program) return null;
        return Try(() => new FfmpegFilm(program, file, keepsChroma, facts.FramesPerSecond, facts.FrameCount), first, out position);
    }

    /// <summary>The decoder with its first picture read, or null when it cannot be had.</summary>
    private static IFilmDecoder? Try(Func<IFilmDecoder> open, Mat first, out TimeSpan position)
    {
        IFilmDecoder? film = null;
        position = FilmTimes.Unknown;
        try
        {
            film = open();
            if (film.TryDecode(first, out position, default)) return film;
        }
        catch (Exception e) when (e is Win32Exception or EndOfStreamException or InvalidDataException)
        {
            // The program does not run here, or does not know this film either.
        }

        film?.Dispose();
        return null;
    }
}
