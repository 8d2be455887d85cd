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

    /// <summary>From so large pictures on, the program ffmpeg saves more than its pipe costs, if there are more of them than its start is worth.</summary>
    private const int LargePicture = 1280 * 720, LargeH264Picture = 1920 * 1080, FewPictures = 100;

    /// <param name="file">Exists and can be read.</param>
    /// <param name="first">Takes the first picture: a file may open by its name or header and still hold none.</param>
    /// <exception cref="UserErrorException">Nothing here can decode it.</exception>
    public static IFilmDecoder Open(string file, Mat first)
    {
        var film = new OpenCvFilm(file);
        var isOpen = film.IsOpen;
        if (isOpen)
        {
            if (MotionJpegFilm.Fits(film))
            {
                var (size, jpegs) = (film.Size, film);
                var pictures = film.TryStayCompressed() ? Try(() => new MotionJpegFilm(jpegs), first) : null;
                // Interlaced ones hold two pictures of half the height.
                if (pictures is not null && first.Size() == size) return pictures;
                pictures?.Dispose();
                film.Dispose();
                film = new OpenCvFilm(file);
            }

            if (film.Orientation == 0 && IsLong(film) && TrySystem(film, file, first) is { } fast)
            {
                film.Dispose();
                return fast;
            }

            if (OperatingSystem.IsLinux() && SystemFfmpeg.Installed is null && IsWorthAProcess(film) && TryProcess(film, file, first) is { } parallel)
            {
                film.Dispose();
                return parallel;
            }

            if (film.TryDecode(first, out _, default)) return film;
        }

        var other = TrySystem(film, file, first) ?? TryProcess(film, file, first);
        film.Dispose();
        if (other is not null) return other;
        throw new UserErrorException($"{file} is not a video that can be played, or it is damaged; give another file or convert it to MP4"
            + (SystemFfmpeg.Installed is null && FfmpegProgram.Find() is null ? ", or install the program ffmpeg, which plays more kinds." : "."));
    }

    private static bool IsLong(OpenCvFilm film) => film.FrameCount is not { } count || count * film.Size.Width * film.Size.Height >= ManyPixels;

    /// <summary>Measured with two processors, the pipe (3 ms of one for 1920×1080) and the start (0.2 s) included.</summary>
    private static bool IsWorthAProcess(OpenCvFilm film)
    {
        var pixels = film.Size.Width * film.Size.Height;
        return film.FrameCount >= FewPictures && film.Codec.ToUpperInvariant() switch
        {
            "HEVC" or "HEV1" or "HVC1" or "VP90" or "VP80" => pixels >= LargePicture,
            "H264" or "AVC1" => pixels >= LargeH264Picture,
            _ => false,
        };
    }

    private static IFilmDecoder? TrySystem(OpenCvFilm facts, string file, Mat first) =>
        SystemFfmpeg.Installed is { } libraries ? Try(() => new SystemFfmpegFilm(libraries, file, facts.FramesPerSecond, facts.FrameCount), first) : null;

    /// <summary>More chroma than 4:2:0 keeps its own, and no odd row or column is lost.</summary>
    private static IFilmDecoder? TryProcess(OpenCvFilm facts, string file, Mat first)
    {
        var keepsChroma = facts.IsOpen && (!facts.IsYuv420 || ((facts.Size.Width | facts.Size.Height) & 1) != 0);
        return FfmpegProgram.Find() is { } program
            ? Try(() => new FfmpegFilm(program, file, keepsChroma, facts.FramesPerSecond, facts.FrameCount), first)
            : null;
    }

    /// <summary>The decoder with its first picture read, or null when it cannot be had.</summary>
    private static IFilmDecoder? Try(Func<IFilmDecoder> open, Mat first)
    {
        IFilmDecoder? film = null;
        try
        {
            film = open();
            if (film.TryDecode(first, out _, default)) return film;
        }
        catch (Exception e) when (e is Win32Exception or EndOfStreamException or InvalidDataException)
        {
            // The program does not run here, or does not know this film either.
        }

        film?.Dispose();
        return null;
    }
}
