using System.Text.Json;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Replay;

namespace HeadTracker.Tests.Commands;

/// <summary>The replay verb on recordings.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact("data/video/head-pose-face-detection-female.gif")]
    public void The_recorded_filter_gives_the_recorded_poses_again()
    {
        Assert.Equal(0, Program.Run("track", "--headless", "--source", SharedData.PathOf("data/video/head-pose-face-detection-female.gif"), "--out",
            _folder.PathOf("first")).ExitCode);

        var result = Program.Run("replay", _folder.PathOf("first/poses.jsonl"), "--out", _folder.PathOf("again"), "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(File.ReadAllText(_folder.PathOf("first/poses.jsonl")), File.ReadAllText(_folder.PathOf("again/poses.jsonl")));
        Assert.Equal(File.ReadAllText(_folder.PathOf("first/poses.csv")), File.ReadAllText(_folder.PathOf("again/poses.csv")));
        Assert.Equal(23, JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32());
    }

    [SharedFact("data/video/head-pose-face-detection-female.gif")]
    public void Track_predicts_as_a_replay_does_and_says_so()
    {
        var tracked = Program.Run("track", "--headless", "--source", SharedData.PathOf("data/video/head-pose-face-detection-female.gif"), "--filter",
            "accela", "--predict", "80", "--out", _folder.PathOf("first"), "--json");
        Assert.Equal("accela + 80 ms", JsonDocument.Parse(tracked.Output).RootElement.GetProperty("filter").GetString());

        foreach (var predict in new[] { "0", "80" })
        {
            Assert.Equal(0, Program.Run("replay", _folder.PathOf("first/poses.jsonl"), "--filter", "accela", "--predict", predict, "--out",
                _folder.PathOf(predict)).ExitCode);
        }

        Assert.Equal(File.ReadAllText(_folder.PathOf("first/poses.jsonl")), File.ReadAllText(_folder.PathOf("80/poses.jsonl")));
        Assert.NotEqual(File.ReadAllText(_folder.PathOf("first/poses.jsonl")), File.ReadAllText(_folder.PathOf("0/poses.jsonl")));
    }

    [SharedFact("data/video/head-pose-face-detection-female.gif")]
    public void Lines_on_standard_output_are_those_of_the_file()
    {
        var result = Program.Run("track", "--headless", "--lines", "--source", SharedData.PathOf("data/video/head-pose-face-detection-female.gif"),
            "--out", _folder.PathOf("out"));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(File.ReadAllText(_folder.PathOf("out/poses.jsonl")), result.Output);
    }

    [Fact]
    public void A_reader_who_leaves_ends_the_run_without_an_error()
    {
        if (OperatingSystem.IsWindows()) return;
        var film = _folder.AddFilm("film.mp4", 3000, width: 320, height: 240);

        // The shell's status is that of the program, not of its reader.
        var result = Program.RunInShell("set -o pipefail; lines() { \"$@\" | head -n 2; }; run() { lines \"$@\"; echo \"exit $?\"; }; run \"$@\"; set -- true",
            "track", "--headless", "--lines", "--source", film);

        Assert.True(result.ExitCode == 0, result.Error);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((3, "exit 0"), (lines.Length, lines[^1]));
        Assert.Equal(1, JsonDocument.Parse(lines[1]).RootElement.GetProperty("frame").GetInt32());
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Comparison_has_a_row_per_filter()
    {
        File.WriteAllLines(_folder.PathOf("turn.jsonl"), Recording.Of(300, time => 30 * Math.Sin(2 * time)));

        var result = Program.Run("replay", _folder.PathOf("turn.jsonl"), "--compare", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var filters = JsonDocument.Parse(result.Output).RootElement.GetProperty("filters").EnumerateArray()
            .ToDictionary(row => row.GetProperty("filter").GetString()!, row => row.GetProperty("lagMs").GetDouble());
        Assert.Equal(["one-euro", "accela", "kalman", "none"], filters.Keys);
        Assert.InRange(filters["none"], -1, 1);
        Assert.True(filters["one-euro"] > 5);
        Assert.Contains("kalman", Program.Run("replay", _folder.PathOf("turn.jsonl"), "--compare").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prediction_leads_a_steady_turn()
    {
        File.WriteAllLines(_folder.PathOf("turn.jsonl"), Recording.Of(60, time => 30 * time));

        Assert.Equal(0, Program.Run("replay", _folder.PathOf("turn.jsonl"), "--filter", "none", "--predict", "100", "--out", _folder.PathOf("ahead")).ExitCode);

        var last = JsonDocument.Parse(File.ReadLines(_folder.PathOf("ahead/poses.jsonl")).Last()).RootElement.GetProperty("faces")[0];
        Assert.Equal(3, last.GetProperty("yaw").GetDouble() - last.GetProperty("measured").GetProperty("yaw").GetDouble(), 1);
    }

    [Fact]
    public void Recording_is_never_replaced()
    {
        File.WriteAllLines(_folder.PathOf("poses.jsonl"), Recording.Of(5, _ => 0));
        Program.AssertOneSentence(Program.Run("replay", _folder.PathOf("poses.jsonl"), "--out", _folder.Path), 1, "would replace the recording");
        Assert.Equal(["poses.jsonl"], _folder.Names);
    }

    [Fact]
    public void Broken_recording_is_one_sentence_and_leaves_nothing()
    {
        var broken = _folder.AddFile("broken.jsonl", "{\"version\":7}\n"u8.ToArray());
        Program.AssertOneSentence(Program.Run("replay", broken, "--out", _folder.PathOf("out")), 1, "broken.jsonl, line 1, has version 7");
        Program.AssertOneSentence(Program.Run("replay", _folder.PathOf("missing.jsonl"), "--out", _folder.PathOf("out")), 1, "There is no recording");
        Assert.Equal(["broken.jsonl"], _folder.Names);
    }
}
