using HeadTracker.Commands;

namespace HeadTracker.Tests.Commands;

public class BadUsageTests
{
    [Theory]
    [InlineData("There is no option '--headles' here; did you mean '--headless'?", "track", "--headles")]
    [InlineData("There is no verb 'trak' here; did you mean 'track'?", "trak")]
    [InlineData("There is no option '--zzzzzzzz' here; see './headtracker image --help'.", "image", "a.jpg", "--zzzzzzzz")]
    [InlineData("There is no option '--headles' here; did you mean '--headless'?", "track", "--source", "a.jpg", "b.jpg", "--headles")]
    [InlineData("--faces takes one or all, not 'two'", "track", "--faces", "two")]
    [InlineData("--provider takes auto, dml, cuda, coreml or cpu, not 'gpu'", "bench", "--provider", "gpu")]
    [InlineData("--frames takes a number from 1", "track", "--frames", "0")]
    [InlineData("--fov takes a number from 1 to 179, not 'wide'", "track", "--fov", "wide")]
    [InlineData("--size takes a size like 1280x720, not '0x5'", "track", "--size", "0x5")]
    [InlineData("A replay needs --out DIR, --send PROTOCOL, --compare or --against FILE", "replay", "a.jsonl")]
    [InlineData("--compare and --against play nothing", "replay", "a.jsonl", "--compare", "--out", "out")]
    [InlineData("--predict takes a number from 0 to 150, not '151'", "replay", "a.jsonl", "--out", "out", "--predict", "151")]
    [InlineData("--lines and --json both want standard output", "track", "--lines", "--json")]
    [InlineData("--out", "track", "--out")]
    [InlineData("image", "image")]
    public void Bad_usage_is_one_sentence_and_exit_code_2(string sentence, params string[] arguments) =>
        Program.AssertOneSentence(Program.Run(arguments), 2, sentence);

    [Theory]
    [InlineData("--help")]
    [InlineData("track", "--help")]
    [InlineData("track", "-h")]
    public void Help_is_not_an_error(params string[] arguments)
    {
        var result = Program.Run(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("Usage: ./headtracker", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verb_explains_all_its_options_and_shows_an_example()
    {
        foreach (var verb in TrackerCommandLine.NewRoot().Subcommands)
        {
            var help = Program.Run(verb.Name, "--help").Output;
            Assert.All(verb.Options.Where(option => option.Name != "--help"), option =>
            {
                Assert.Contains(option.Name, help, StringComparison.Ordinal);
                Assert.False(string.IsNullOrWhiteSpace(option.Description));
            });
            Assert.Contains($"  ./headtracker {verb.Name}", help, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_help_page_fits_80_columns()
    {
        foreach (var verb in TrackerCommandLine.NewRoot().Subcommands.Select(verb => verb.Name).Prepend(""))
        {
            var help = Program.Run([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;
            Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 80, $"{verb}: {line}"));
        }
    }

    [Fact]
    public void Output_is_UTF_8_whatever_the_locale()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Program.StartWith("LC_ALL", "en_US.ISO-8859-1", "track", "--help");
        Assert.Contains("rtsp://…", Program.Finish(process).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verb_starts_in_well_under_two_seconds()
    {
        Program.Run("devices");
        var fastest = Enumerable.Range(0, 3).Min(_ =>
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Program.Run("devices");
            return clock.Elapsed.TotalSeconds;
        });
        Assert.True(fastest < 2, $"'devices' took {fastest:F2} s");
    }
}
