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
        Assert.Equal(0, Program.Run("track", "--headless", "--source", SharedData.PathOf("data/video/head-pose-face-detection-female.gif"), "--out", _folder.PathOf("first")).ExitCode);

        var result = Program.Run("replay", _folder.PathOf("first/poses.jsonl"), "--out", _folder.PathOf("again"), "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(File.ReadAllText(_folder.PathOf("first/poses.jsonl")), File.ReadAllText(_folder.PathOf("again/poses.jsonl")));
        Assert.Equal(File.ReadAllText(_folder.PathOf("first/poses.csv")), File.ReadAllText(_folder.PathOf("again/poses.csv")));
        Assert.Equal(23, JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32());
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
