using System.Buffers.Binary;
using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>Films by every way that there is to decode one: OpenCV, the system's FFmpeg libraries, the program ffmpeg, the JPEG decoder.</summary>
public sealed class FilmDecoderTests : IDisposable
{
    private const string Picture = "testsrc2=size=320x240:rate=25:duration=0.4";

    /// <summary>Levels of 0–255. OpenCV's FFmpeg rounds without its assembler otherwise than the system's with it.</summary>
    private const double MeanDifference = 1.5, LargestDifference = 6;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory("libx264", "libx264rgb", "libx265", "libvpx-vp9")]
    [InlineData("plain.mp4", "-pix_fmt yuv420p -c:v libx264 -qp 2")]
    [InlineData("bt709.mp4", "-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -colorspace bt709 -color_range tv -c:v libx264 -qp 2")]
    [InlineData("full-range.mp4", "-vf scale=out_range=pc,format=yuv420p -color_range pc -c:v libx264 -qp 2")]
    [InlineData("whole-chroma.mp4", "-pix_fmt yuv444p -c:v libx264 -qp 2")]
    [InlineData("rgb.mp4", "-c:v libx264rgb -qp 0")]
    [InlineData("ten-bits.mp4", "-pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=error:qp=2")]
    [InlineData("vp9.webm", "-pix_fmt yuv420p -c:v libvpx-vp9 -crf 5 -b:v 0 -deadline realtime")]
    [InlineData("odd-size.webm", "-vf crop=319:239 -pix_fmt yuv420p -c:v libvpx-vp9 -crf 5 -b:v 0 -deadline realtime")]
    [InlineData("narrow.mp4", "-vf scale=322:240 -pix_fmt yuv420p -c:v libx264 -qp 2")]
    [InlineData("mpeg4.avi", "-pix_fmt yuv420p -c:v mpeg4 -q:v 1")]
    [InlineData("jpeg420.avi", "-pix_fmt yuvj420p -c:v mjpeg -q:v 1")]
    [InlineData("jpeg422.avi", "-pix_fmt yuvj422p -c:v mjpeg -q:v 1")]
    [InlineData("animated.gif", "-vf scale=160:120")]
    [InlineData("b-frames.ts", "-pix_fmt yuv420p -c:v libx264 -bf 3")]
    [InlineData("anamorphic.mp4", "-vf format=yuv420p,setsar=4/3 -c:v libx264 -qp 2")]
    [InlineData("irregular.mp4", "-vf format=yuv420p,setpts=PTS+N*N*0.003/TB -fps_mode passthrough -enc_time_base 1:90000 -c:v libx264 -qp 2")]
    [InlineData("irregular.webm", "-vf format=yuv420p,setpts=PTS+N*N*0.003/TB -fps_mode passthrough -enc_time_base 1:1000 -c:v libvpx-vp9 -deadline realtime")]
    public void Every_way_gives_the_same_pictures_at_the_same_times(string name, string encoding)
    {
        var file = Make(name, encoding);
        using var reference = new OpenCvFilm(file);
        var keepsChroma = !reference.IsYuv420 || (reference.Size.Width | reference.Size.Height) % 2 != 0;
        var expected = ReadAll(reference);
        try
        {
            Assert.Equal(10, expected.Count);
            using var process = new FfmpegFilm(Ffmpeg.Program, file, keepsChroma, null, null);
            AssertSame(expected, ReadAll(process), "ffmpeg");
            if (SystemFfmpeg.Installed is not { } libraries) return;
            using var system = new SystemFfmpegFilm(libraries, file, 0, reference.PixelAspect, null, null);
            AssertSame(expected, ReadAll(system), "libraries");
        }
        finally
        {
            foreach (var (picture, _) in expected) picture.Dispose();
        }
    }

    [FfmpegTheory("libx264", "libvpx-vp9")]
    [InlineData("h264.mp4", "-c:v libx264")]
    [InlineData("vp9.webm", "-c:v libvpx-vp9 -deadline realtime")]
    [InlineData("mpeg4.avi", "-c:v mpeg4")]
    [InlineData("jpeg.avi", "-pix_fmt yuvj420p -c:v mjpeg")]
    public void Any_name_is_a_files_name(string name, string encoding)
    {
        var strange = _folder.PathOf($"-i %03d: 50% ['ü'] \\ {name}");
        File.Move(Make(name, encoding), strange);
        using var first = new Mat();
        using var chosen = FilmDecoders.Open(strange, first, out _);
        Assert.Equal(9, CountOf(chosen));
        using var process = new FfmpegFilm(Ffmpeg.Program, strange, false, null, null);
        Assert.Equal(10, CountOf(process));
        if (SystemFfmpeg.Installed is not { } libraries) return;
        using var system = new SystemFfmpegFilm(libraries, strange, 0, 1, null, null);
        Assert.Equal(10, CountOf(system));
    }

    [FfmpegFact("libaom-av1")]
    public void What_OpenCV_cannot_decode_ffmpeg_does()
    {
        var file = Make("av1.mp4", "-pix_fmt yuv420p -c:v libaom-av1 -cpu-used 8");
        using (var film = new OpenCvFilm(file))
        {
            using var image = new Mat();
            Assert.False(film.TryDecode(image, out _, default), "OpenCV has learnt AV1: leave ffmpeg out");
        }

        using var source = new VideoFileSource(file);
        Assert.Equal((10L, 25.0), (source.FrameCount!.Value, source.FramesPerSecond));
        using var process = new FfmpegFilm(Ffmpeg.Program, file, false, null, null);
        Assert.Equal(10, CountOf(process));
    }

    /// <summary>As telephones write them: the matrix in the header turns by a quarter, a half, or three quarters.</summary>
    [FfmpegTheory]
    [InlineData(90, 0, 1)]
    [InlineData(180, -1, 0)]
    [InlineData(270, 0, -1)]
    public void Turned_films_are_upright_whatever_decodes_them(int degrees, int cosine, int sine)
    {
        var file = Make("turned.mp4", "-pix_fmt yuv420p -c:v mpeg4 -q:v 1");
        Turn(file, cosine, sine);
        using var reference = new OpenCvFilm(file);
        Assert.Equal(degrees, reference.Orientation);
        var expected = ReadAll(reference);
        var size = degrees == 180 ? new Size(320, 240) : new Size(240, 320);
        Assert.Equal(size, expected[0].Picture.Size());
        using var process = new FfmpegFilm(Ffmpeg.Program, file, false, null, null);
        AssertSame(expected, ReadAll(process), "ffmpeg");
        if (SystemFfmpeg.Installed is { } libraries)
        {
            using var system = new SystemFfmpegFilm(libraries, file, reference.Orientation, reference.PixelAspect, null, null);
            AssertSame(expected, ReadAll(system), "libraries");
        }

        foreach (var (picture, _) in expected) picture.Dispose();
    }

    [Fact]
    public void Each_film_goes_the_way_that_is_fastest()
    {
        Assert.IsType<OpenCvFilm>(Chosen(_folder.AddFilm("short.mp4", 5)));
        Assert.IsType<MotionJpegFilm>(Chosen(AddJpegFilm("jpeg.avi", 5)));
        if (SystemFfmpeg.Installed is null) return;
        Assert.IsType<SystemFfmpegFilm>(Chosen(_folder.AddFilm("long.mp4", 101, width: 640, height: 480)));
    }

    [Fact]
    public void Jpeg_films_keep_pictures_times_and_count()
    {
        using var film = new VideoFileSource(AddJpegFilm("jpeg.avi", 8));
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        Assert.Equal((8L, 25.0), (film.FrameCount!.Value, film.FramesPerSecond));
        for (var i = 0; i < 8; i++)
        {
            Assert.True(film.TryRead(frame, default));
            Assert.Equal(i / 25.0, frame.Timestamp.TotalSeconds, 1e-6);
            Assert.Equal(Level(i, 8), Cv2.Mean(frame.Image).Val0, 1.5);
        }

        Assert.False(film.TryRead(frame, default));
        Assert.Null(film.Problem);
    }

    [Fact]
    public void Damaged_jpegs_are_left_out_and_the_rest_keep_their_times()
    {
        var file = AddJpegFilm("damaged.avi", 8);
        var bytes = File.ReadAllBytes(file);
        // A picture is four letters, its length, and its bytes, the last of which mark its end.
        var at = bytes.AsSpan().IndexOf("movi"u8);
        for (var i = 0; i < 4; i++) at += bytes.AsSpan(at).IndexOf("00dc"u8) + 4;
        bytes.AsSpan(at + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)) - 40, 44).Clear();
        File.WriteAllBytes(file, bytes);

        using var film = new VideoFileSource(file);
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var times = new List<double>();
        while (film.TryRead(frame, default)) times.Add(Math.Round(frame.Timestamp.TotalSeconds * 25));
        Assert.Equal([0, 1, 2, 4, 5, 6, 7], times);
        Assert.Equal("damaged.avi is damaged after 0.1 s; what could be read was used.", film.Problem);
    }

    /// <summary>Writes into an MP4 file how it is to be turned when it is shown.</summary>
    private static void Turn(string file, int cosine, int sine)
    {
        const int one = 1 << 16;
        var bytes = File.ReadAllBytes(file);
        var matrix = bytes.AsSpan(bytes.AsSpan().IndexOf("tkhd"u8) + 44);
        var numbers = new[] { cosine * one, sine * one, 0, -sine * one, cosine * one, 0, 0, 0, 1 << 30 };
        foreach (var (i, number) in numbers.Index()) BinaryPrimitives.WriteInt32BigEndian(matrix[(4 * i)..], number);
        File.WriteAllBytes(file, bytes);
    }

    private static IFilmDecoder Chosen(string file)
    {
        using var first = new Mat();
        using var film = FilmDecoders.Open(file, first, out _);
        Assert.False(first.Empty());
        return film;
    }

    private static double Level(int i, int count) => 20 + i * 200 / count;

    private static int CountOf(IFilmDecoder film)
    {
        using var image = new Mat();
        var count = 0;
        while (film.TryDecode(image, out _, default)) count++;
        return count;
    }

    private static List<(Mat Picture, TimeSpan Position)> ReadAll(IFilmDecoder film)
    {
        var pictures = new List<(Mat, TimeSpan)>();
        using var image = new Mat();
        while (film.TryDecode(image, out var position, default)) pictures.Add((image.Clone(), position));
        return pictures;
    }

    private static void AssertSame(List<(Mat Picture, TimeSpan Position)> expected, List<(Mat Picture, TimeSpan Position)> actual, string way)
    {
        Assert.Equal(expected.Count, actual.Count);
        using var difference = new Mat();
        for (var i = 0; i < expected.Count; i++)
        {
            using var picture = actual[i].Picture;
            Assert.Equal(expected[i].Picture.Size(), picture.Size());
            Cv2.Absdiff(expected[i].Picture, picture, difference);
            Assert.InRange(Cv2.Mean(difference).Val0, 0, MeanDifference);
            Cv2.MinMaxLoc(difference.Reshape(1), out _, out double largest);
            Assert.True(largest <= LargestDifference, $"{way}: picture {i} differs by {largest}");
            Assert.Equal(expected[i].Position.TotalMilliseconds, actual[i].Position.TotalMilliseconds, 0.1);
        }
    }

    private string Make(string name, string encoding)
    {
        Ffmpeg.Run(["-f", "lavfi", "-i", Picture, .. encoding.Split(' '), _folder.PathOf(name)]);
        return _folder.PathOf(name);
    }

    private string AddJpegFilm(string name, int count)
    {
        using var writer = new VideoWriter(_folder.PathOf(name), VideoCaptureAPIs.FFMPEG, FourCC.MJPG, 25, new Size(64, 48));
        for (var i = 0; i < count; i++)
        {
            using var picture = new Mat(48, 64, MatType.CV_8UC3, Scalar.All(Level(i, count)));
            writer.Write(picture);
        }

        return _folder.PathOf(name);
    }
}
