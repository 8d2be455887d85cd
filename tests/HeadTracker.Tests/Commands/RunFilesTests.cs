using System.Text.Json;
using HeadTracker.Tests.Capture;
using HeadTracker.Sessions;

namespace HeadTracker.Tests.Commands;

/// <summary>What the files of <c>track --out</c> say about themselves, and which of them there are.</summary>
public sealed class RunFilesTests : IDisposable
{
    private static readonly string Clip = FirstSource.DemoClip;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_summary_says_when_with_what_and_how_a_run_was_made()
    {
        var before = DateTime.UtcNow;
        Assert.Equal(0, Track("--filter", "kalman", "--fov", "61", "--frames", "6", "--look-every", "2").ExitCode);
        var summary = Summary();
        Assert.InRange(summary.GetProperty("startedUtc").GetDateTime(), before, DateTime.UtcNow);
        Assert.EndsWith("Z", summary.GetProperty("startedUtc").GetString(), StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", summary.GetProperty("version").GetString());
        Assert.Equal((640, 480), (summary.GetProperty("width").GetInt32(), summary.GetProperty("height").GetInt32()));
        Assert.Equal(61, summary.GetProperty("fieldOfView").GetDouble());
        var options = summary.GetProperty("options");
        Assert.Equal((2, 6), (options.GetProperty("lookEvery").GetInt32(), options.GetProperty("frameLimit").GetInt32()));
        var filter = options.GetProperty("filter");
        Assert.Equal("kalman", filter.GetProperty("kind").GetString());
        Assert.True(filter.GetProperty("kalman").GetProperty("turnNoise").GetDouble() > 0);
    }

    [Fact]
    public void Without_video_there_are_poses_and_no_film()
    {
        var result = Track("--no-video", "--frames", "6");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["poses.csv", "poses.jsonl", "summary.json"], Directory.GetFiles(_folder.PathOf("out")).Select(Path.GetFileName).Order());
        Assert.False(Summary().TryGetProperty("film", out _));
    }

    [FfmpegFact("libx264")]
    public void The_film_is_coded_as_browsers_play_it_where_ffmpeg_does_that()
    {
        var result = Track("--frames", "6");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("h264", Summary().GetProperty("film").GetString());
        AssertCoded("avc1"u8);
    }

    [Fact]
    public void Without_ffmpeg_it_is_said_that_browsers_do_not_play_the_film()
    {
        if (OperatingSystem.IsWindows()) return;
        // A path on which there is only what starts the program.
        var result = Program.RunInShell($"ln -s \"$(command -v dotnet)\" '{_folder.PathOf("dotnet")}'; PATH='{_folder.Path}'", Arguments("--frames", "6"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("browsers do not; for H.264 install the program ffmpeg", result.Error, StringComparison.Ordinal);
        Assert.Equal("mpeg4", Summary().GetProperty("film").GetString());
        AssertCoded("mp4v"u8);
    }

    /// <summary>By the name that an MP4 has for its pictures' coding.</summary>
    private void AssertCoded(ReadOnlySpan<byte> name) => Assert.True(File.ReadAllBytes(_folder.PathOf("out/annotated.mp4")).AsSpan().IndexOf(name) > 0);

    private ProgramResult Track(params string[] options) => Program.Run(Arguments(options));

    private string[] Arguments(params string[] options) =>
        ["track", "--headless", "--source", Clip, "--out", _folder.PathOf("out"), .. options];

    private JsonElement Summary() => JsonDocument.Parse(File.ReadAllText(_folder.PathOf("out/summary.json"))).RootElement;
}
