using HeadTracker.Capture;
using HeadTracker.Output;
using HeadTracker.Rendering;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Dashboard;
using OpenCvSharp;

namespace HeadTracker.Tests.Output;

/// <summary>Films of every rate, size and unevenness; one that cannot be had is a warning.</summary>
public sealed class AnnotatedFilmTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly PoseFrames _frames = new();
    private readonly List<string> _reports = [];

    public void Dispose()
    {
        _frames.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(119.913, 119.91)]
    [InlineData(66.667, 66.67)]
    [InlineData(23.976023976, 23.976)]
    [InlineData(905.55, 905.6)]
    [InlineData(59.94006, 59.94)]
    [InlineData(0.1, 0.1)]
    [InlineData(240, 240)]
    [InlineData(double.NaN, 30)]
    [InlineData(0, 30)]
    public void The_rate_is_the_nearest_that_a_film_can_have(double wanted, double given)
    {
        Assert.Equal(given, FilmFormat.RateFor(wanted), 6);
        using var film = Film(wanted, [.. Enumerable.Range(0, 5).Select(i => TimeSpan.FromSeconds(i / given))]);
        Assert.Equal(5, film.FrameCount);
        Assert.Equal(given, film.FramesPerSecond, 1e-3);
    }

    [Theory]
    [InlineData(9000, 300, 8190, 273)]
    [InlineData(300, 16380, 150, 8190)]
    [InlineData(20000, 2, 8190, 2)]
    [InlineData(1, 1, 2, 2)]
    [InlineData(640, 480, 640, 480)]
    public void A_picture_that_no_film_can_have_is_scaled(int width, int height, int filmWidth, int filmHeight)
    {
        Assert.Equal(new Size(filmWidth, filmHeight), FilmFormat.SizeFor(new Size(width, height)));
        using var film = Film(30, [TimeSpan.Zero, TimeSpan.FromSeconds(1 / 30.0)], width, height);
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        Assert.True(film.TryRead(frame, CancellationToken.None));
        // The encoder takes even sides only, and cuts the last row or column of odd ones off.
        Assert.InRange(frame.Image.Width, filmWidth - 1, filmWidth);
        Assert.InRange(frame.Image.Height, filmHeight - 1, filmHeight);
    }

    [Fact]
    public void A_film_of_an_uneven_clip_keeps_time_and_every_picture()
    {
        // As screens are recorded: two pictures a tenth of a second apart, then one at once.
        var times = Enumerable.Range(0, 60).Select(i => TimeSpan.FromSeconds(0.3 * (i / 3) + (i % 3) switch { 0 => 0, 1 => 0.14, _ => 0.28 }));
        using var film = Film(30, [.. times]);
        Assert.Equal(5.98, film.FrameCount!.Value / film.FramesPerSecond, 0.05);
    }

    [Fact]
    public void A_clip_that_is_faster_than_it_says_does_not_become_slow_motion()
    {
        using var film = Film(10, [.. Enumerable.Range(0, 90).Select(i => TimeSpan.FromSeconds(i / 30.0))]);
        // It may lag by half a second, and ends with a picture.
        Assert.Equal(3, film.FrameCount!.Value / film.FramesPerSecond, 0.65);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_gap_of_an_hour_is_ten_seconds_of_film(bool isLive)
    {
        using var film = Film(30, [TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1 / 30.0)], isLive: isLive);
        Assert.Equal(10 + 2 / 30.0, film.FrameCount!.Value / 30.0, 1e-6);
    }

    [Fact]
    public void In_a_gap_the_picture_before_it_stands()
    {
        using var output = new OutputFolder(_folder.Path);
        using (var sink = NewSink(output, 10, isLive: true))
        {
            foreach (var (seconds, brightness) in new[] { (0.0, 40), (1.0, 200) }) Write(sink, TimeSpan.FromSeconds(seconds), brightness, 64, 48);
            sink.Complete();
        }

        output.Commit();
        using var film = new VideoFileSource(_folder.PathOf("film.mp4"));
        using var pool = Frame.NewPool();
        var shown = new List<double>();
        while (true)
        {
            using var frame = pool.Rent();
            if (!film.TryRead(frame, CancellationToken.None)) break;
            shown.Add(Cv2.Mean(frame.Image).Val0);
        }

        Assert.Equal(11, shown.Count);
        Assert.All(shown[..10], brightness => Assert.InRange(brightness, 20, 80));
        Assert.InRange(shown[10], 150, 230);
    }

    [Fact]
    public void A_film_that_the_encoder_refuses_is_left_out_with_a_warning()
    {
        using var output = new OutputFolder(_folder.Path);
        // A container that does not exist stands in for a build without the encoder.
        using (var sink = new AnnotatedVideoSink(output, "film.nothing", 30, isLive: false, 70, _reports.Add))
        {
            for (var i = 0; i < 3; i++) Write(sink, TimeSpan.FromSeconds(i / 30.0), 128, 64, 48);
            sink.Complete();
            Assert.True(sink.HasFailed);
            Assert.False(sink.IsBroken);
        }

        File.WriteAllText(output.Begin("poses.jsonl"), "{}");
        output.Commit();
        Assert.Contains("does not encode MP4 films of 64x48 pixels at 30 per second", Assert.Single(_reports), StringComparison.Ordinal);
        Assert.Equal(["poses.jsonl"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Where(name => name![0] != '.'));
    }

    [Fact]
    public void A_film_that_breaks_off_is_lost_and_not_only_left_out()
    {
        using var output = new OutputFolder(_folder.Path);
        using var sink = new AnnotatedVideoSink(output, "film.mp4", 30, isLive: false, 70, _reports.Add);
        Write(sink, TimeSpan.Zero, 128, 64, 48);
        Assert.False(sink.IsBroken);
        Write(sink, TimeSpan.FromSeconds(1 / 30.0), 128, 0, 0);
        sink.Complete();
        Assert.True(sink.IsBroken);
        Assert.Contains("a picture could not be drawn or encoded", Assert.Single(_reports), StringComparison.Ordinal);
    }

    private VideoFileSource Film(double rate, IReadOnlyList<TimeSpan> times, int width = 64, int height = 48, bool isLive = false)
    {
        using var output = new OutputFolder(_folder.Path);
        using (var sink = NewSink(output, rate, isLive))
        {
            foreach (var time in times) Write(sink, time, 128, width, height);
            sink.Complete();
        }

        output.Commit();
        Assert.Empty(_reports);
        return new VideoFileSource(_folder.PathOf("film.mp4"));
    }

    private AnnotatedVideoSink NewSink(OutputFolder output, double rate, bool isLive) => new(output, "film.mp4", rate, isLive, 70, _reports.Add);

    private void Write(AnnotatedVideoSink sink, TimeSpan time, int brightness, int width, int height)
    {
        using var frame = _frames.New(0, width, height);
        frame.Frame.Image.SetTo(Scalar.All(brightness));
        (frame.Frame.Timestamp, frame.Result.Timestamp) = (time, time);
        frame.Result.Faces.Clear();
        sink.Write(frame);
    }
}
