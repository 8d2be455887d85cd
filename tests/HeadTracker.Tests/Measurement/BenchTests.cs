using System.Text.Json;
using HeadTracker.Capture;
using HeadTracker.Measurement;
using HeadTracker.Tests.Capture;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Tests.Measurement;

public sealed class BenchTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_clip_runs_there_and_back_again_at_the_wanted_size_and_rate()
    {
        for (var i = 0; i < 3; i++)
        {
            using var picture = new Mat(120, 160, MatType.CV_8UC3, Scalar.All(60 * i + 40));
            Cv2.ImWrite(_folder.PathOf($"{i}.png"), picture);
        }

        using var source = FrameSources.Open([_folder.PathOf("*.png")], new CaptureOptions(), _ => { });
        using var clip = new BenchClip(source, new Size(320, 240), 7, 25);
        using var file = new VideoFileSource(clip.Path);
        using var pool = Frame.NewPool();
        using var frame = pool.Rent();
        var levels = new List<int>();
        while (file.TryRead(frame, default)) levels.Add((int)Math.Round((Cv2.Mean(frame.Image).Val0 - 40) / 60));

        Assert.Equal([0, 1, 2, 1, 0, 1, 2], levels);
        Assert.Equal(new Size(320, 240), clip.Size);
        Assert.Equal(25, file.FramesPerSecond, 0.01);
    }

    [Fact]
    public void Every_combination_is_measured_and_the_parts_fit_into_the_whole()
    {
        var (code, text, error) = Run("--model", "landmarks", "--provider", "cpu", "--detector", "blazeface-front", "--size", "320x240", "480x360",
            "--threads", "1", "--frames", "60", "--repeat", "1", "--json");
        Assert.Equal((0, ""), (code, error));
        var report = JsonSerializer.Deserialize<BenchReport>(text, JsonSerializerOptions.Web)!;

        Assert.Equal(["320x240", "480x360"], report.Cases.Select(result => result.Size));
        Assert.All(report.Cases, result =>
        {
            Assert.Equal((60, 60, 60), (result.Frames, result.FramesWithFace, result.Looks));
            Assert.InRange(result.Searches, 4, 5);
            Assert.InRange(result.Stages["networks"].Mean, 0.05, result.Stages["detection"].Mean + 0.01);
            Assert.InRange(result.EndToEnd.Mean, result.Stages["detection"].Mean, result.Stages["wire"].Mean);
            Assert.InRange(result.Overhead, 0, 0.99);
            Assert.InRange(result.CpuMillisecondsPerFrame, 0.1, 1000);
        });
        Assert.InRange(report.PeakMegabytes, 20, 10_000);
    }

    [Fact]
    public void Frames_come_at_a_cameras_rate_with_live()
    {
        var (code, text, error) = Run("--model", "landmarks", "--provider", "cpu", "--detector", "blazeface-front", "--threads", "1", "--frames",
            "60", "--live", "60");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("60 per second as from a camera", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("takes sizes like 1280x720", "--size", "big")]
    [InlineData("--threads takes numbers from 0 to 64", "--threads", "65")]
    [InlineData("--provider takes auto", "--provider", "cpu", "gpu")]
    public void What_cannot_be_measured_is_refused(string expected, params string[] options)
    {
        var (code, _, error) = Run(options);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] options)
    {
        var result = Commands.Program.Run(["bench", .. options]);
        return (result.ExitCode, result.Output, result.Error);
    }
}
