using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

/// <summary>Architectures and found trees as networks of a multiTask stage.</summary>
public sealed class TaskSharingTests : IDisposable
{
    private const string Singles = """
        { "kind": "multiTask", "name": "S", "tasks": ["segmentation"], "epochs": 1 },
        { "kind": "multiTask", "name": "D", "tasks": ["depth"], "epochs": 1 },
        { "kind": "multiTask", "name": "C", "tasks": ["scene"], "epochs": 1 },
        { "kind": "multiTask", "name": "P", "tasks": ["pose"], "epochs": 1 },
        """;

    private readonly TinyRuns _runs = new();

    public TaskSharingTests()
    {
        Write("train", 16, seed: 1);
        Write("test", 9, seed: 2);
    }

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("crossStitch", "auxiliary.encoder.units.0.alpha", 0.9f)]
    [InlineData("nddr", "auxiliary.encoder.units.0.convs.0.weight", 0.9f)]
    public void Stitched_tasks_start_from_the_networks_that_learnt_them_alone(string architecture, string unit, float own)
    {
        // Steps too small to be seen.
        var results = Run("start", Singles + $$"""
            { "kind": "multiTask", "name": "M", "tasks": ["depth", "segmentation"], "architecture": "{{architecture}}", "singles": ["S", "D"],
              "learningRate": 1e-12, "against": ["S", "D"] }
            """, "M");
        using var scope = NewDisposeScope();
        var (depth, segmentation, both) = (Tensors("start", "D"), Tensors("start", "S"), Tensors("start", "M"));
        void RequireSame(IReadOnlyDictionary<string, Tensor> from, string source, string target)
        {
            var weights = from.Keys.Where(key => key.StartsWith(source, StringComparison.Ordinal))
                .Where(key => key.EndsWith("weight", StringComparison.Ordinal)).ToArray();
            Assert.NotEmpty(weights);
            Assert.All(weights, key => Assert.True(from[key].allclose(both[target + key[source.Length..]], atol: 1e-7), key));
        }

        RequireSame(depth, "model.backbone.", "model.backbone.");
        RequireSame(segmentation, "model.backbone.", "auxiliary.encoder.encoders.0.");
        RequireSame(depth, "auxiliary.heads.", "auxiliary.heads.0.");
        RequireSame(segmentation, "auxiliary.heads.", "auxiliary.heads.1.");
        Assert.Equal(own, both[unit][0, 0].flatten()[0].item<float>(), 5);
        Assert.Contains(both.Keys, key => key.StartsWith("sgd.", StringComparison.Ordinal));

        double Score(string row, string metric) => results.Scores!.Single(score => (score.Row, score.Metric) == (row, metric)).Value!.Value;
        Assert.True(double.IsFinite(Score("M", "%")));
        foreach (var metric in new[] { "parameters (M)", "multiply-adds (M)" })
        {
            // Units of cross-stitch have as good as no parameters and no convolution.
            Assert.InRange(Score("M", metric), 0.999999 * (Score("S", metric) + Score("D", metric)), 1.9 * (Score("S", metric) + Score("D", metric)));
        }
    }

    [Fact]
    public void Resumed_runs_end_at_the_weights_of_uninterrupted_ones()
    {
        static string Stage(int epochs, string name, string keys) =>
            $$"""{ "kind": "multiTask", "name": "{{name}}", "tasks": ["depth", "segmentation"], {{keys}}, "epochs": {{epochs}} }""";
        static string Stages(int epochs) => Singles + string.Join(
            ",\n",
            Stage(epochs, "Stitch", """ "architecture": "crossStitch", "singles": ["S", "D"] """),
            Stage(epochs, "Reduce", """ "architecture": "nddr", "singles": ["S", "D"] """),
            Stage(epochs, "Attend", """ "architecture": "mtan", "balance": { "kind": "mgda" } """),
            Stage(epochs, "Group", """ "singles": ["S", "D"], "grouping": { "budget": 0.95 } """));
        string[] stages = ["Stitch", "Reduce", "Attend", "Group"];
        Run("whole", Stages(3), stages);
        Run("parts", Stages(1), stages);
        Run("parts", Stages(3), stages);
        foreach (var stage in stages)
        {
            using var scope = NewDisposeScope();
            var (whole, parts) = (Tensors("whole", stage), Tensors("parts", stage));
            Assert.Equal(whole.Keys.Order(), parts.Keys.Order());
            Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), $"{stage} {entry.Key}"));
        }
    }

    [Fact]
    public void Attention_leaves_the_pose_its_trunk()
    {
        var results = Run("attention", """
            { "kind": "multiTask", "name": "M", "tasks": ["segmentation", "pose", "scene"], "architecture": "mtan" },
            { "kind": "export", "name": "Export", "of": "M" }
            """);
        var scores = results.Scores!.Where(score => score.Test == "tiny").ToArray();
        Assert.Equal(["pose", "segmentation", "scene"], scores.Select(score => score.Task).Distinct());
        Assert.All(scores, score => Assert.True(double.IsFinite(score.Value!.Value), $"{score}"));
        // The checkpoint's network is the plain one, which gives the same poses without the others.
        using var network = TrainingCheckpoint.LoadNetwork(_runs.CheckpointOf("M", "attention"), CPU);
        Assert.Equal(results.Rows.Single(row => row.Row == "M").Mean, MeanErrorOf(network), 4);
    }

    /// <summary>The tree that is found is trained as if it had been given, and kept beside the checkpoint.</summary>
    [Theory]
    [InlineData("\"by\": \"rsa\", \"budget\": 0.6", "affinity.json")]
    [InlineData("\"by\": \"fafs\", \"budget\": 0.6, \"in\": \"multiplyAdds\"", "affinity-fafs.json")]
    [InlineData("\"by\": \"random\", \"budget\": 0.8, \"draw\": 2", "affinity-random.json")]
    public void A_found_tree_trains_as_a_given_one_does(string grouping, string file)
    {
        const string Tasks = "\"tasks\": [\"depth\", \"scene\", \"pose\", \"segmentation\"]";
        var stages = Singles + $$"""
            { "kind": "multiTask", "name": "M", {{Tasks}}, "singles": ["S", "D", "C", "P"], "grouping": { {{grouping}} } }
            """;
        Run("found", stages, "M");
        var folder = _runs.PathOf("found", "tiny", "M");
        Assert.True(File.Exists(Path.ChangeExtension(Path.Combine(folder, file), ".csv")));
        var tree = File.ReadAllText(Path.Combine(folder, file));
        Run("given", $$"""{ "kind": "multiTask", "name": "M", {{Tasks}}, "branches": {{tree}} }""");
        using var scope = NewDisposeScope();
        var (found, given) = (Tensors("found", "M"), Tensors("given", "M"));
        Assert.Equal(given.Keys.Order(), found.Keys.Order());
        Assert.All(given, entry => Assert.True(entry.Value.eq(found[entry.Key]).all().item<bool>(), entry.Key));

        // What looks at the network later finds the same tree; what counts networks before they run leaves it out.
        var experiment = Read(stages);
        using var trained = new TrainedTasks(experiment, "M", _runs.PathsOf("found"));
        Assert.Equal(3, trained.Tasks.Count);
        Assert.Equal(["S", "D", "C", "P"], NetworkCost.Of(experiment).Select(cost => cost.Stage));
    }

    [Fact]
    public void Δ_MTL_is_drawn_over_the_networks_sizes()
    {
        const string Stages = """
            { "kind": "multiTask", "name": "S", "tasks": ["segmentation"] },
            { "kind": "multiTask", "name": "D", "tasks": ["depth"] },
            { "kind": "multiTask", "name": "One", "tasks": ["segmentation", "depth"], "against": ["S", "D"] },
            { "kind": "multiTask", "name": "Two", "tasks": ["segmentation", "depth"], "branches": { "4": [["segmentation"], ["depth"]] },
              "against": ["S", "D"] },
            """;
        Run("chart", Stages + """
            { "kind": "chart", "name": "Figure", "quantity": "delta", "series": { "Trees": ["Two", "One"], "Other": ["tiny/One"] }, "scattered": ["Other"] }
            """);
        Assert.True(new FileInfo(_runs.PathOf("chart", "tiny", "Figure", "tiny.png")).Length > 5_000);
        var wrong = Assert.Throws<UserErrorException>(() => Run("alone", Stages + """
            { "kind": "chart", "name": "Figure", "quantity": "delta", "series": { "Trees": ["S"] } }
            """));
        Assert.Contains("'S' has no Δ_MTL on tiny", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"tasks\": [\"depth\", \"pose\"], \"architecture\": \"crossStitch\"", "could not be exported")]
    [InlineData("\"tasks\": [\"depth\"], \"architecture\": \"mtan\"", "nobody to share with")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"architecture\": \"mtan\", \"outputStride\": 8", "whose encoders are not dilated")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"architecture\": \"mtan\", \"decoder\": { \"kind\": \"heads\" }", "'decoder' and an 'architecture'")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"architecture\": \"nddr\", \"branches\": { \"4\": [[\"depth\"], [\"scene\"]] }",
        "'architecture' and 'branches'")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"architecture\": \"nddr\", \"balance\": { \"kind\": \"mgda\" }", "its tasks share none")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"singles\": [\"D\", \"C\"]", "go with a 'grouping'")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"architecture\": \"nddr\", \"singles\": [\"D\"]", "0 stages for 'scene' among its 'singles'")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"architecture\": \"nddr\", \"singles\": [\"D\", \"C\", \"S\"]", "'segmentation' among its 'singles'")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"architecture\": \"nddr\", \"singles\": [\"D\", \"X\"]",
        "no earlier stage of kind multiTask with one task")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"grouping\": { }", "nothing to compare")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"singles\": [\"D\", \"C\"], \"grouping\": { \"budget\": 1.2 }", "budget of 1.2")]
    [InlineData("\"tasks\": [\"depth\", \"scene\"], \"singles\": [\"D\", \"C\"], \"grouping\": { \"faces\": 2 }", "at least 3")]
    public void What_means_nothing_is_refused_on_reading(string keys, string expected)
    {
        var wrong = Assert.Throws<UserErrorException>(() => Read(Singles + $$"""{ "kind": "multiTask", "name": "M", {{keys}} }"""));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_stitched_network_starts_no_other()
    {
        var wrong = Assert.Throws<UserErrorException>(() => Read(Singles + """
            { "kind": "multiTask", "name": "M", "tasks": ["depth", "scene"], "architecture": "crossStitch" },
            { "kind": "base", "name": "Next", "init": "M" }
            """));
        Assert.Contains("'M', whose encoders feed each other", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_that_does_not_suit_the_balance_is_said_when_it_is_found()
    {
        // Enough for an encoder each, which costs nothing.
        var wrong = Assert.Throws<UserErrorException>(() => Run("split", Singles + """
            { "kind": "multiTask", "name": "M", "tasks": ["depth", "segmentation"], "singles": ["S", "D"], "grouping": { "budget": 1 },
              "balance": { "kind": "mgda" } }
            """, "M"));
        Assert.Contains("its tasks share none", wrong.Message, StringComparison.Ordinal);
    }

    private double MeanErrorOf(PoseNetwork network)
    {
        using var context = new StageContext(
            Read(Singles.TrimEnd(',', '\n')), _runs.PathsOf("attention"), CPU, ImageMemory.Of(CPU), default);
        return context.Evaluate(network, "M").Single().Mean;
    }

    private void Write(string name, int count, int seed)
    {
        using var faces = Tiny.Faces(count, seed: seed);
        ExampleMaps.WriteBeside(Tiny.Pack(faces, _runs.Folder, name));
    }

    private IReadOnlyDictionary<string, Tensor> Tensors(string runs, string stage) => _runs.Tensors(stage, runs);

    private Experiment Read(string stages)
    {
        return _runs.Read($$"""
            {
              "data": { "train": ["train.htpack"], "test": { "tiny": "test.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18" },
              "optimiser": { "batch": 8, "epochs": 1, "learningRate": 1e-3 },
              "stages": [ {{stages}} ]
            }
            """);
    }

    private ExperimentResults Run(string runs, string stages, params string[] only) => _runs.Run(Read(stages), runs, only);
}
