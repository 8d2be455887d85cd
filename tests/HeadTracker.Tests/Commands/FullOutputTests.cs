using HeadTracker.Commands;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Replay;

namespace HeadTracker.Tests.Commands;

/// <summary>Standard output that takes no more, for every verb: one sentence.</summary>
public sealed class FullOutputTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Verbs => [.. TrackerCommandLine.NewRoot().Subcommands.Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_full_disk_behind_standard_output_is_one_sentence(string verb)
    {
        if (!File.Exists("/dev/full")) return;
        foreach (var arguments in CommandLinesOf(verb)) AssertSaid(arguments);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("track", "--help")]
    public void So_it_is_for_help(params string[] arguments)
    {
        if (File.Exists("/dev/full")) AssertSaid(arguments);
    }

    [Fact]
    public void A_full_disk_behind_standard_error_changes_no_exit_code()
    {
        if (!File.Exists("/dev/full")) return;
        var result = Program.RunInShell("exec 2>/dev/full", "nonsense");
        Assert.Equal((2, "", ""), (result.ExitCode, result.Error, result.Output));
        result = Program.RunInShell("exec 2>/dev/full", "image", _folder.PathOf("missing.png"));
        Assert.Equal((1, "", ""), (result.ExitCode, result.Error, result.Output));
    }

    private static void AssertSaid(string[] arguments)
    {
        var result = Program.RunInShell("exec >/dev/full", arguments);
        Program.AssertOneSentence(result, 1, "standard output (No space left on device)");
    }

    /// <summary>One that prints, for each way in which the verb does.</summary>
    private string[][] CommandLinesOf(string verb)
    {
        var picture = Path.Combine(AppContext.BaseDirectory, "demo", "sample5.jpg");
        switch (verb)
        {
            case "recentre":
                // It prints nothing but errors.
                return [["recentre", "--help"]];
            case "demo":
                return [["demo", "--headless", "--out", _folder.PathOf("out")]];
            case "track":
                var film = _folder.AddFilm("film.mp4", 5);
                return [["track", "--headless", "--source", film], ["track", "--headless", "--source", film, "--json"]];
            case "image":
                return [["image", picture], ["image", picture, "--json"]];
            case "replay":
                File.WriteAllLines(_folder.PathOf("poses.jsonl"), Recording.Of(30, time => time));
                return [["replay", _folder.PathOf("poses.jsonl"), "--compare"], ["replay", _folder.PathOf("poses.jsonl"), "--out", _folder.PathOf("again")]];
            case "bench":
                return [["bench", "--frames", "60", "--repeat", "1", "--json"]];
            default:
                return [[verb]];
        }
    }
}
