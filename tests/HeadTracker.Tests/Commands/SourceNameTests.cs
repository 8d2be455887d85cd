using System.Text.Json;
using HeadTracker.Tests.Capture;
using HeadTracker.Sessions;

namespace HeadTracker.Tests.Commands;

/// <summary>What the shell hands over as a path is one, whatever it looks like; also what is no file: pipes and standard input.</summary>
public sealed class SourceNameTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-x.mp4")]
    [InlineData("7")]
    [InlineData("pipe:0")]
    [InlineData("http://h/film.mp4")]
    [InlineData("concat:a|b.mp4")]
    [InlineData("clip%03d.mp4")]
    [InlineData("a: *?[1] ü ☃ \"'.mp4")]
    [InlineData("file:film.mp4")]
    public void A_file_is_a_file_whatever_it_is_called(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name.Replace("//", "/", StringComparison.Ordinal)))!);
        File.Move(_folder.AddFilm("film.avi", 4), _folder.PathOf(name));
        AssertFrames(4, Program.RunInShell($"cd '{_folder.Path}'", "track", "--headless", "--json", "--source", name));
    }

    [Fact]
    public void A_picture_may_begin_with_a_dash()
    {
        if (OperatingSystem.IsWindows()) return;
        _folder.AddPicture("-x.png");
        foreach (var arguments in new[] { new[] { "-x.png" }, ["--", "-x.png"] })
        {
            var result = Program.RunInShell($"cd '{_folder.Path}'", ["image", "--json", .. arguments]);
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Equal("-x.png", JsonDocument.Parse(result.Output.Split('\n')[0]).RootElement.GetProperty("file").GetString());
        }

        Assert.Contains("There is no file -y.png", Program.RunInShell("true", "image", "--", "-y.png").Error, StringComparison.Ordinal);
        Assert.Equal(2, Program.RunInShell("true", "image", "-y.png").ExitCode);
    }

    [FfmpegTheory]
    [InlineData("exec < <(cat '{0}')", "pipe://0")]
    [InlineData("exec < <(cat '{0}')", "pipe:0")]
    [InlineData("exec < <(cat '{0}')", "/dev/stdin")]
    [InlineData("exec < '{0}'", "/dev/stdin")]
    [InlineData("exec 9< <(cat '{0}')", "/dev/fd/9")]
    [InlineData("mkfifo '{0}.fifo'; (cat '{0}' > '{0}.fifo' &)", "{0}.fifo")]
    public void A_pipe_is_read_to_its_end(string prefix, string source)
    {
        if (!OperatingSystem.IsLinux()) return;
        var film = _folder.AddFilm("film.avi", 20);
        AssertFrames(20, Program.RunInShell(string.Format(null, prefix, film), "track", "--headless", "--json", "--source", string.Format(null, source, film)));
    }

    [FfmpegFact]
    public void A_pipe_without_a_film_is_one_sentence()
    {
        if (OperatingSystem.IsWindows()) return;
        Program.AssertOneSentence(Program.RunInShell("exec < /dev/null", "track", "--headless", "--source", "pipe:0"), 1, "pipe:0 cannot be opened");
    }

    [Fact]
    public void A_cameras_device_is_that_camera()
    {
        if (!OperatingSystem.IsLinux()) return;
        Program.AssertOneSentence(Program.Run("track", "--headless", "--source", "/dev/video97"), 1, "Camera 97 does not exist: there is no /dev/video97");
    }

    /// <summary>The same clip with pixels of 16:9, as tapes and broadcasts have them.</summary>
    [FfmpegFact("libx264")]
    public void Poses_do_not_depend_on_the_shape_of_pixels()
    {
        var clip = FirstSource.DemoClip;
        var tape = _folder.PathOf("tape.mp4");
        Ffmpeg.Run("-i", clip, "-frames:v", "60", "-vf", "scale=360:480,setsar=16/9", "-c:v", "libx264", "-crf", "10", tape);
        var (expected, told) = (Yaws(clip), Yaws(tape));
        Assert.Equal(60, told.Count);
        Assert.All(expected.Zip(told), pair => Assert.Equal(pair.First, pair.Second, 1.5));
    }

    private static List<double> Yaws(string film)
    {
        var result = Program.Run("track", "--headless", "--lines", "--frames", "60", "--source", film);
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("faces")[0].GetProperty("yaw").GetDouble())];
    }

    private static void AssertFrames(int frames, ProgramResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("", result.Error);
        Assert.Equal(frames, JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32());
    }
}
