using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>Pixels that are not square, as DV, DVD and broadcast have them, by every way that there is to decode a film.</summary>
public sealed class SquarePixelsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 640, 480)]
    [InlineData(64 / 45.0, 910, 480)]
    [InlineData(8 / 9.0, 640, 540)]
    [InlineData(160 / 161.0, 640, 480)]
    [InlineData(double.NaN, 640, 480)]
    [InlineData(double.PositiveInfinity, 640, 480)]
    [InlineData(0, 640, 480)]
    [InlineData(1000, 640, 480)]
    public void The_shorter_side_is_stretched_and_nonsense_left_out(double aspect, int width, int height)
    {
        using var pixels = new SquarePixels(aspect);
        Assert.Equal(new Size(width, height), pixels.SizeOf(new Size(640, 480)));
    }

    [FfmpegTheory("libx264", "libvpx", "mpeg2video")]
    [InlineData("wide.mp4", "16/9", "-c:v libx264", 320, 240)]
    [InlineData("wide.mkv", "16/9", "-c:v mpeg4", 320, 240)]
    [InlineData("wide.ts", "16/9", "-c:v mpeg2video", 320, 240)]
    [InlineData("wide.avi", "16/9", "-c:v mpeg4", 320, 240)]
    [InlineData("narrow.webm", "8/9", "-c:v libvpx -deadline realtime", 180, 270)]
    [InlineData("jpeg.mov", "16/9", "-pix_fmt yuvj420p -c:v mjpeg", 320, 240)]
    [InlineData("square.mp4", "1", "-c:v libx264", 180, 240)]
    public void Every_way_makes_them_square(string name, string aspect, string encoding, int width, int height)
    {
        var file = _folder.PathOf(name);
        Ffmpeg.Run(["-f", "lavfi", "-i", "testsrc2=size=180x240:rate=25:duration=0.2", "-vf", $"setsar={aspect}", .. encoding.Split(' '), file]);
        using var facts = new OpenCvFilm(file);
        AssertSize(new OpenCvFilm(file));
        AssertSize(new FfmpegFilm(Ffmpeg.Program, file, false, null, null));
        AssertSize(new FfmpegFilm(Ffmpeg.Program, file, true, null, null));
        if (SystemFfmpeg.Installed is { } libraries) AssertSize(new SystemFfmpegFilm(libraries, file, 0, facts.PixelAspect, null, null));
        using var first = new Mat();
        using (FilmDecoders.Open(file, first, out _)) Assert.Equal(new Size(width, height), first.Size());

        void AssertSize(IFilmDecoder film)
        {
            using var owned = film;
            using var image = new Mat();
            Assert.True(film.TryDecode(image, out _, default));
            Assert.Equal(new Size(width, height), image.Size());
        }
    }
}
