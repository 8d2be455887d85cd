using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>Films as people have sent them in, by every way that there is to decode one: none crashes, and what can be read is read.</summary>
public sealed class DamagedFilmTests
{
    public static TheoryData<string, int, double> Films => new()
    {
        { "03-pts-gap-freezes/fwd.ts", 120, 3602 },
        { "06-no-timestamps-crash/raw.mjpeg", 15, 0.56 },
        { "06-no-timestamps-crash/x.m1v", 15, 0.51 },
        { "s04-raw-video-overflow/two.mjpeg", 2, 0.04 },
        { "s04-raw-video-overflow/opencv-exception.webm", 1, 0 },
        { "s04-raw-video-overflow/time-overflow.avi", 10, 0.36 },
        { "08-pixels-not-square/ana.mp4", 60, 1.97 },
        { "15-false-breaks-off/trim.mp4", 63, 2.07 },
        { "15-false-breaks-off/audiolong.mkv", 60, 1.97 },
        { "25-damaged-start/corrupt.mp4", 38, 1.33 },
    };

    [CasesTheory]
    [MemberData(nameof(Films))]
    public void Every_way_reads_them_to_their_end_at_rising_times(string name, int frames, double seconds)
    {
        var file = SharedData.PathOf("cases/" + name);
        using var facts = new OpenCvFilm(file);
        var size = facts.Pixels.SizeOf(facts.Size);
        AssertRead("OpenCV", new OpenCvFilm(file));
        if (FfmpegProgram.Find() is { } program) AssertRead("ffmpeg", new FfmpegFilm(program, file, false, null, null));
        if (SystemFfmpeg.Installed is { } libraries) AssertRead("libraries", new SystemFfmpegFilm(libraries, file, 0, facts.PixelAspect, null, null));

        void AssertRead(string way, IFilmDecoder film)
        {
            using var owned = film;
            using var image = new Mat();
            var times = new FilmTimes(film.FramesPerSecond ?? 25);
            var told = new List<TimeSpan>();
            while (film.TryDecode(image, out var position, default))
            {
                told.Add(times.Next(position));
                // The last columns of an odd size are a decoder's own affair.
                Assert.InRange(image.Width, size.Width - 2, size.Width);
            }

            Assert.True(frames == told.Count, $"{way}: {told.Count} frames instead of {frames}");
            Assert.Equal(told.Distinct().Order(), told);
            Assert.InRange(told[^1].TotalSeconds, seconds - 0.05, seconds + 0.05);
        }
    }

    [CasesTheory]
    [InlineData("03-pts-gap-freezes/fwd.ts", null)]
    [InlineData("15-false-breaks-off/trim.mp4", null)]
    [InlineData("15-false-breaks-off/audiolong.mkv", null)]
    [InlineData("25-damaged-start/corrupt.mp4", "corrupt.mp4 is damaged at its start; what could be read was used.")]
    [InlineData("s04-raw-video-overflow/opencv-exception.webm", "opencv-exception.webm breaks off after 1 frames; what could be read was used.")]
    public void What_is_wrong_with_them_is_said_and_nothing_else(string name, string? problem)
    {
        using var source = new VideoFileSource(SharedData.PathOf("cases/" + name));
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        while (source.TryRead(frame, default))
        {
        }

        Assert.Equal(problem, source.Problem);
    }

    private sealed class CasesTheoryAttribute : TheoryAttribute
    {
        public CasesTheoryAttribute() => Skip = SharedData.Has("cases") ? null : "skipped: ../shared/cases is not here";
    }
}
