using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

/// <summary>Who is on frozen features, and probes of a stage's units.</summary>
public sealed class IdentityRecallTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public IdentityRecallTests()
    {
        using var faces = Tiny.Faces(20);
        // Five people, the last of whom is shown twice alone, and two faces of nobody known.
        string[] names = [.. Enumerable.Range(0, 20).Select(i => i < 16 ? $"person {i % 4}" : i < 18 ? "rare" : "")];
        ExampleMaps.WriteBeside(Tiny.Pack(faces, _runs.Folder, "train", identities: names));
    }

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void One_image_in_four_of_everybody_is_kept_back()
    {
        using var set = FaceSet.Load("train", [_runs.PathOf("train.htpack")], 32, CPU);
        var people = SamplePeople.Of(set);
        Assert.Equal([0, 1, 2, 3, 4, -1], people.Distinct());
        var (learnt, asked) = IdentityRecall.Split(people);
        Assert.Equal(12, learnt.Length);
        Assert.Equal([12L, 13, 14, 15], asked.Order());
        Assert.Empty(learnt.Intersect(asked));
        // Of two sets each has people of its own.
        File.Copy(_runs.PathOf("train.htpack"), _runs.PathOf("other.htpack"));
        using var both = FaceSet.Load("train", [_runs.PathOf("train.htpack"), _runs.PathOf("other.htpack")], 32, CPU);
        Assert.Equal([.. people, .. people.Select(person => person < 0 ? -1 : person + 5)], SamplePeople.Of(both));
    }

    [Fact]
    public void The_right_person_is_among_as_many_guesses_as_there_are_people()
    {
        var scores = Run("""
            { "kind": "probe", "name": "All", "tasks": ["pose"], "steps": 40, "recall": 9 },
            { "kind": "probe", "name": "One", "tasks": ["pose"], "steps": 40, "recall": 1, "point": 2 },
            { "kind": "probe", "name": "Units", "tasks": ["pose", "landmarks"], "steps": 40, "recall": 1, "point": 3, "lasso": 0.01, "harmonise": true }
            """).Scores!;
        var recalls = scores.Where(score => score.Task == "identity").ToDictionary(score => score.Row);
        Assert.Equal(("recall@9", 1.0), (recalls["All"].Metric, recalls["All"].Value));
        Assert.InRange(recalls["One"].Value!.Value, 0, 1);
        Assert.Equal(["MAE (°)", "NME", "recall@1"], scores.Where(score => score.Row == "Units").Select(score => score.Metric));
        Assert.All(scores, score => Assert.True(double.IsFinite(score.Value!.Value), $"{score}"));
        double Pose(string row) => scores.Single(score => score.Row == row && score.Task == "pose").Value!.Value;
        Assert.Equal(3, new[] { "All", "One", "Units" }.Select(Pose).Distinct().Count());
    }

    [Theory]
    [InlineData("\"point\": 0", "probes point 0; give 1 to 4")]
    [InlineData("\"lasso\": -1", "a lasso of -1; give 0 or more")]
    [InlineData("\"recall\": -1", "give at least 1, or 0 for none")]
    public void What_cannot_be_is_refused_on_reading(string key, string expected) => Assert.Contains(expected,
        Assert.Throws<UserErrorException>(() => Read($$"""{ "kind": "probe", "name": "P", {{key}} }""")).Message, StringComparison.Ordinal);

    private Experiment Read(string stages)
    {
        return _runs.Read($$"""
            {
              "data": { "train": ["train.htpack"], "test": { "tiny": "train.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18", "blocks": [1, 1, 3, 1] },
              "optimiser": { "batch": 8, "epochs": 1, "learningRate": 1e-3 },
              "stages": [ {{stages}} ]
            }
            """);
    }

    private ExperimentResults Run(string stages) => _runs.Run(Read(stages));
}
