using System.Diagnostics;
using System.Text.Json;
using HeadTracker.Inference;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

/// <summary>A model that somebody puts into the folder of models, and how models and measurements are listed.</summary>
public sealed class OwnModelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_listed_as_ones_own()
    {
        File.Copy(Path.Combine(ModelFiles.Folder, "blazeface-front-128.onnx"), _folder.PathOf("mine.onnx"));
        var listed = Program.Finish(Program.StartWith("HEADTRACKER_MODELS", _folder.Path, "models"));
        Assert.Equal((0, ""), (listed.ExitCode, listed.Error));
        var line = Assert.Single(listed.Output.Split('\n'), line => line.StartsWith("mine.onnx", StringComparison.Ordinal));
        Assert.Contains("your own", line, StringComparison.Ordinal);
        Assert.DoesNotContain("npm", listed.Output, StringComparison.Ordinal);

        var opened = Program.Finish(Program.StartWith("HEADTRACKER_MODELS", _folder.Path, "image", "--detector", "mine", "--json",
            Path.Combine(AppContext.BaseDirectory, "demo", "sample5.jpg")));
        Assert.True(opened.ExitCode == 0, opened.Error);
    }

    [Theory]
    [InlineData("models")]
    [InlineData("bench", "--frames", "60", "--repeat", "1", "--threads", "1")]
    public void Tables_fit_a_terminal_of_80_columns_and_break_no_word(params string[] arguments)
    {
        if (!File.Exists("/usr/bin/script")) return;
        var command = string.Join(' ', ["dotnet", $"'{Program.Assembly}'", .. arguments]);
        using var process = Process.Start(new ProcessStartInfo("script", ["-qec", $"stty cols 80; TERM=dumb {command}", "/dev/null"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var lines = Program.Finish(process).Output.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(lines, line => line.Contains("pose-r18w32-112", StringComparison.Ordinal));
        foreach (var heading in arguments[0] == "bench" ? ["overhead %", "wire p95", "estimation"] : new[] { "pose (default)", "licence  " })
        {
            Assert.Contains(lines, line => line.Contains(heading, StringComparison.Ordinal));
        }
    }
}
