using System.Diagnostics;
using System.Text.Json;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

/// <summary>Several pictures: what can be used is used, what cannot is named, and the exit code says so.</summary>
public sealed class PictureBatchTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _sample = Path.Combine(AppContext.BaseDirectory, "demo", "sample5.jpg");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("missing.jpg", "There is no file")]
    [InlineData("empty.jpg", "is empty")]
    [InlineData("broken.jpg", "is not a picture that can be read")]
    public void One_that_cannot_be_read_costs_none_of_the_others(string bad, string sentence)
    {
        _folder.AddFile("empty.jpg", []);
        _folder.AddFile("broken.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4]);
        var second = Path.Combine(AppContext.BaseDirectory, "demo", "sample6.jpg");

        var result = Program.Run("image", _sample, _folder.PathOf(bad), second, "--json", "--out", _folder.PathOf("out"));

        Assert.Equal(1, result.ExitCode);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(sentence, line, StringComparison.Ordinal);
        Assert.Contains(bad, line, StringComparison.Ordinal);
        Assert.Equal([_sample, second], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(one => JsonDocument.Parse(one).RootElement.GetProperty("file").GetString()));
        Assert.Equal(["sample5.jpg", "sample6.jpg"], NamesIn("out"));
    }

    [Fact]
    public void A_folder_is_tracked_past_a_picture_that_cannot_be_read()
    {
        Directory.CreateDirectory(_folder.PathOf("in"));
        _folder.AddPicture("in/1.png");
        _folder.AddFile("in/2.png", [1, 2, 3]);
        _folder.AddPicture("in/3.png");

        var result = Program.Run("track", "--headless", "--source", _folder.PathOf("in"), "--json", "--out", _folder.PathOf("out"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("2.png is not a picture", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32());
        var times = File.ReadLines(_folder.PathOf("out/poses.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("time").GetDouble());
        Assert.Equal([0, 2 / 30.0], times, (one, other) => Math.Abs(one - other) < 1e-6);
    }

    [Fact]
    public void Every_kind_of_picture_has_a_copy()
    {
        var jpeg = File.ReadAllBytes(_sample);
        Directory.CreateDirectory(_folder.PathOf("in"));
        _folder.AddFile("in/one.jfif", jpeg);
        _folder.AddFile("in/two.pgm", [.. "P5\n64 48\n255\n"u8, .. new byte[64 * 48]]);
        var unnamed = _folder.AddFile("unnamed", jpeg);
        var odd = _folder.AddFile("photo.from.phone", jpeg);

        var result = Program.Run("image", _folder.PathOf("in"), unnamed, odd, "--out", _folder.PathOf("out"));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["one.jpg", "photo.from.png", "two.png", "unnamed.png"], NamesIn("out"));
    }

    [Fact]
    public void A_folder_of_nothing_but_jfif_has_pictures()
    {
        _folder.AddFile("one.jfif", File.ReadAllBytes(_sample));
        var result = Program.Run("image", _folder.Path);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("one.jfif", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interruption_keeps_what_is_done_and_says_so()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Program.Start(["image", .. Enumerable.Repeat(_sample, 400), "--json", "--out", _folder.PathOf("out")]);
        Assert.NotNull(process.StandardOutput.ReadLine());

        Program.Interrupt(process);
        var clock = Stopwatch.StartNew();
        var result = Program.Finish(process);

        Assert.Equal(1, result.ExitCode);
        Assert.True(clock.Elapsed.TotalSeconds < 5, $"it went on for {clock.Elapsed.TotalSeconds:F1} s");
        var done = 1 + result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.Equal($"Interrupted: {done} of 400 pictures were looked at.", result.Error.Trim());
        Assert.Equal(done, NamesIn("out").Count);
    }

    private List<string> NamesIn(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(_folder.PathOf(folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
