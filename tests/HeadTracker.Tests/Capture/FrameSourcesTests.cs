using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public sealed class FrameSourcesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_gives_its_pictures_in_natural_order_at_the_given_rate()
    {
        _folder.AddPicture("f10.png", 30);
        _folder.AddPicture("f9.png", 20);
        _folder.AddFile("notes.txt", [1]);
        var frames = ReadAll([_folder.Path], new CaptureOptions(FramesPerSecond: 10));
        Assert.Equal([(20, 0.0), (30, 0.1)], frames);
    }

    [Fact]
    public void Pattern_gives_only_what_fits()
    {
        _folder.AddPicture("a1.png", 10);
        _folder.AddPicture("a2.png", 20);
        _folder.AddPicture("b1.png", 30);
        Assert.Equal([10, 20], ReadAll([_folder.PathOf("a*.png")], new CaptureOptions()).Select(frame => frame.Brightness));
    }

    [Fact]
    public void List_keeps_its_order()
    {
        string[] files = [_folder.AddPicture("z.png", 10), _folder.AddPicture("a.png", 20)];
        Assert.Equal([10, 20], ReadAll(files, new CaptureOptions()).Select(frame => frame.Brightness));
    }

    [Fact]
    public void Film_gives_every_frame_with_its_time()
    {
        var frames = ReadAll([_folder.AddFilm("film.mp4", 12, 25)], new CaptureOptions());
        Assert.Equal(12, frames.Count);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i / 25.0), frames.Select(frame => frame.Seconds), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.True(frames[11].Brightness > frames[0].Brightness + 100, "frames come in order");
    }

    [Fact]
    public void Paced_film_takes_its_own_time()
    {
        var start = System.Diagnostics.Stopwatch.StartNew();
        var frames = ReadAll([_folder.AddFilm("film.mp4", 11, 20)], new CaptureOptions(Pace: true));
        Assert.Equal(11, frames.Count);
        Assert.True(start.Elapsed > TimeSpan.FromSeconds(0.48), $"ten intervals of 50 ms took {start.Elapsed}");
    }

    [SharedFact("data/video/head-pose-face-detection-male.gif")]
    public void Animated_gif_gives_every_frame_at_its_rate()
    {
        var frames = ReadAll([SharedData.PathOf("data/video/head-pose-face-detection-male.gif")], new CaptureOptions());
        Assert.Equal(62, frames.Count);
        Assert.InRange(frames[^1].Seconds / 61, 0.075, 0.09);
    }

    [Theory]
    [InlineData("nothing-of-this-name", "There is no file, folder or camera called")]
    [InlineData("nowhere/film.mp4", "There is no file, folder or camera called")]
    [InlineData("empty.mp4", "is empty")]
    [InlineData("broken.mp4", "is not a video that can be played")]
    [InlineData("truncated.mp4", "is not a video that can be played")]
    [InlineData("broken.png", "is not a picture that can be read")]
    [InlineData("no-pictures", "No picture in")]
    [InlineData("*.jpg", "No picture in")]
    [InlineData("97", "Camera 97 does not exist")]
    [InlineData("http://127.0.0.1:9/stream", "cannot be opened")]
    public void What_cannot_be_opened_is_said_in_one_sentence(string name, string expected)
    {
        _folder.AddFile("empty.mp4", []);
        _folder.AddFile("broken.mp4", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]);
        var film = File.ReadAllBytes(_folder.AddFilm("whole.mp4", 30));
        _folder.AddFile("truncated.mp4", film[..(film.Length / 2)]);
        _folder.AddFile("broken.png", [137, 80, 78, 71, 1, 2, 3]);
        Directory.CreateDirectory(_folder.PathOf("no-pictures"));
        var source = name.Contains("://", StringComparison.Ordinal) || name == "97" || name.StartsWith("nothing", StringComparison.Ordinal)
            ? name
            : _folder.PathOf(name);

        var error = Assert.Throws<UserErrorException>(() => ReadAll([source], new CaptureOptions()));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_numbers_of_Linux_have_their_own_sentences()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Contains("blocked", LinuxCameras.ProblemFor(0, VideoForLinux.AccessDenied), StringComparison.Ordinal);
        Assert.Contains("busy", LinuxCameras.ProblemFor(0, VideoForLinux.Busy), StringComparison.Ordinal);
        Assert.Contains("no longer connected", LinuxCameras.ProblemFor(0, VideoForLinux.NoSuchDevice), StringComparison.Ordinal);
    }

    [Fact]
    public void Camera_is_found_by_part_of_its_name_unless_that_fits_several()
    {
        CameraInfo[] cameras = [new(0, "HD Pro Webcam C920", null, []), new(2, "Integrated Webcam", null, []), new(4, "Webcam", null, [])];
        Assert.Equal(0, CameraList.ByName(cameras, "c920")?.Number);
        Assert.Equal(4, CameraList.ByName(cameras, "webcam")?.Number);
        Assert.Null(CameraList.ByName(cameras, "Brio"));
        Assert.Throws<UserErrorException>(() => CameraList.ByName(cameras, "Web"));
    }

    private static List<(int Brightness, double Seconds)> ReadAll(string[] sources, CaptureOptions options)
    {
        using var source = FrameSources.Open(sources, options, _ => { });
        using var pool = Frame.NewPool();
        var frames = new List<(int, double)>();
        while (true)
        {
            using var frame = pool.Rent();
            if (!source.TryRead(frame, CancellationToken.None)) return frames;
            frames.Add((frame.Image.At<OpenCvSharp.Vec3b>(5, 5).Item0, frame.Timestamp.TotalSeconds));
        }
    }
}
