using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tasks;
using HeadTracker.Training.Tests.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

/// <summary>Linear layers on frozen features.</summary>
public sealed class ProbeStageTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public ProbeStageTests()
    {
        Write("train", 24, seed: 1, maps: true);
        Write("test", 9, seed: 2, maps: true);
        Write("plain", 6, seed: 4, maps: false);
    }

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_layer_finds_what_is_linear_in_the_features_whatever_their_size()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var clean = randn(400, 6);
        var truth = clean.matmul(randn(6, 3)) * 20 + 7;
        var features = clean * tensor(new[] { 1e-2f, 1, 100, 1, 1, 1 }) + tensor(new[] { 0f, 50, 3, 0, 0, 0 });
        var probe = new PoseProbe();
        var labels = probe.LabelsOf(truth, maps: null);
        var optimiser = new OptimiserOptions { Batch = 32, LearningRate = 1e-2 };
        using var layer = LinearLayer.Learn(features[..300], Of(..300), probe.LossOf, optimiser, 1500, new SeededRandom(1));
        using var none = no_grad();
        Assert.InRange(probe.ScoresOf(layer.Of(features[300..]), Of(300..)).Single().Value, 0, 0.5);

        ProbeLabels Of(Range rows) => new(labels.Values[rows], labels.Known[rows]);
    }

    [Fact]
    public void What_is_not_known_teaches_nothing()
    {
        using var scope = NewDisposeScope();
        var known = new ProbeLabels(zeros(4, 2), tensor(new[] { true, false, true, false, true, false, true, false }).view(4, 2));
        var answer = tensor(new[] { 1f, float.MaxValue }).expand(4, 2);
        Assert.Equal(1, new LandmarksProbe().LossOf(answer, known).item<float>());
        Assert.Equal(Math.Log(1 + Math.E), new AttributesProbe().LossOf(answer, known).item<float>(), 5);
    }

    [Fact]
    public void Every_task_is_measured_for_every_number_of_people_and_no_network_is_left()
    {
        var results = Run("""
            { "kind": "multiTask", "name": "Made", "tasks": ["depth"] },
            { "kind": "probe", "name": "Probe", "init": "Made", "people": [1, 4, 0], "steps": 20 }
            """);
        var scores = results.Scores!.Where(score => score.Row == "Probe").ToArray();
        string[] budgets = [", 1 person", ", 4 people", ""];
        string[] mapped = ["MAE (°)", "accuracy", "balanced accuracy", "NME"];
        Assert.Equal(
            budgets.SelectMany(budget => mapped.Select(metric => metric + budget)),
            scores.Where(score => score.Test == "tiny").Select(score => score.Metric));
        // A set without maps is measured by its poses.
        Assert.Equal(["pose"], scores.Where(score => score.Test == "plain").Select(score => score.Task).Distinct());
        Assert.All(scores, score => Assert.True(double.IsFinite(score.Value!.Value), $"{score}"));

        // The row is that of all people, and its mean the score.
        var pose = results.Rows.Single(row => row is { Row: "Probe", Test: "tiny" });
        Assert.Equal(pose.Mean, scores.Single(score => score is { Test: "tiny", Metric: "MAE (°)" }).Value!.Value, 3);
        Assert.Empty(Directory.GetFiles(_runs.PathOf("runs", "tiny", "Probe"), "*.safetensors"));
    }

    [Fact]
    public void One_persons_labels_are_not_everybodys()
    {
        var scores = Run("""{ "kind": "probe", "name": "Probe", "tasks": ["pose"], "people": [1, 6, 0], "steps": 300 }""").Scores!
            .Where(score => score.Test == "tiny").Select(score => score.Value!.Value).ToArray();
        // Six people are all of them.
        Assert.Equal(scores[1], scores[2]);
        Assert.NotEqual(scores[0], scores[1]);
    }

    [Fact]
    public void Places_are_found_again_and_followed_through_clips()
    {
        var scores = Run("""{ "kind": "probe", "name": "Probe", "tasks": [], "segments": 3, "clips": ["tiny"] }""").Scores!;
        Assert.Equal(
            ["mIoU by retrieval", "J", "F"], scores.Where(score => score.Test == "tiny").Select(score => score.Metric));
        Assert.All(scores, score => Assert.InRange(score.Value!.Value, 0, 1));
        Assert.DoesNotContain(scores, score => score.Test == "plain");
    }

    /// <summary>Fine-tuning of segmentation from an encoder that was trained without labels.</summary>
    [Fact]
    public void A_stage_of_several_tasks_starts_from_a_contrasted_encoder()
    {
        Run("""
            { "kind": "contrast", "name": "MoCo", "queue": 8, "groups": 2 },
            { "kind": "multiTask", "name": "Tuned", "tasks": ["segmentation"], "init": "MoCo", "learningRate": 1e-30 }
            """);
        using var scope = NewDisposeScope();
        var (given, received) = (Weights("MoCo"), Weights("Tuned"));
        string[] encoder = [.. given.Keys.Where(name =>
            name.StartsWith("model.backbone.", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal))];
        Assert.NotEmpty(encoder);
        Assert.All(encoder, name => Assert.True(given[name].eq(received[name]).all().item<bool>(), name));

        IReadOnlyDictionary<string, Tensor> Weights(string stage) =>
            _runs.Tensors(stage);
    }

    [Theory]
    [InlineData("""{ "kind": "probe", "name": "P", "segments": 1 }""", "1 segments")]
    [InlineData("""{ "kind": "probe", "name": "P", "clips": ["nobody"] }""", "follows clips of 'nobody'")]
    [InlineData("""{ "kind": "contrast", "name": "P", "groups": 2, "unlabelled": [] }""", "empty 'unlabelled'")]
    [InlineData("""{ "kind": "probe", "name": "P", "tasks": ["depth"] }""", "probes 'Depth'")]
    [InlineData("""{ "kind": "probe", "name": "P", "tasks": ["pose", "pose"] }""", "once each")]
    [InlineData("""{ "kind": "probe", "name": "P", "tasks": [] }""", "measures nothing")]
    [InlineData("""{ "kind": "probe", "name": "P", "people": [-1] }""", "numbers from 1 on")]
    [InlineData("""{ "kind": "probe", "name": "P", "people": [] }""", "no label to learn from")]
    [InlineData("""{ "kind": "probe", "name": "P", "subjects": 2 }""", "in its 'people' instead")]
    [InlineData("""{ "kind": "probe", "name": "P", "steps": 0 }""", "0 steps")]
    [InlineData("""{ "kind": "probe", "name": "P" }, { "kind": "base", "name": "B", "init": "P" }""", "starts from 'P', which no earlier stage trains")]
    [InlineData("""{ "kind": "probe", "name": "P" }, { "kind": "export", "name": "E", "of": "P" }""", "uses 'P', which no earlier stage trains")]
    public void What_cannot_be_is_refused_on_reading(string stages, string expected) =>
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => Read(stages)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_its_sets_lack_is_said_before_anything_runs()
    {
        var maps = Assert.Throws<UserErrorException>(() => Run("""{ "kind": "probe", "name": "P" }""", train: "plain"));
        Assert.Contains("plain.htpack has no label maps", maps.Message, StringComparison.Ordinal);
        var people = Assert.Throws<UserErrorException>(() => Run("""{ "kind": "probe", "name": "P", "people": [7] }"""));
        Assert.Contains("knows 6 people where the experiment asks for 7", people.Message, StringComparison.Ordinal);
    }

    private void Write(string name, int count, int seed, bool maps)
    {
        using var faces = Tiny.Faces(count, seed: seed);
        var path = Tiny.Pack(faces, _runs.Folder, name, identities: [.. Enumerable.Range(0, count).Select(i => $"person {i / 4}")]);
        if (maps) ExampleMaps.WriteBeside(path);
    }

    private Experiment Read(string stages, string train = "train")
    {
        return _runs.Read($$"""
            {
              "data": { "train": ["{{train}}.htpack"], "test": { "tiny": "test.htpack", "plain": "plain.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18" },
              "optimiser": { "batch": 8, "epochs": 1, "learningRate": 1e-3 },
              "stages": [ {{stages}} ]
            }
            """);
    }

    private ExperimentResults Run(string stages, string train = "train") => _runs.Run(Read(stages, train));
}
