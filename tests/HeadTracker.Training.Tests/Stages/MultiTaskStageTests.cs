using HeadTracker.Contract;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Export;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class MultiTaskStageTests : IDisposable
{
    private const string All =
        """["pose", "segmentation", "parts", "depth", "normals", "edges", "saliency", "landmarks", "offsets", "scene", "attributes"]""";

    private const string Singles = """
        { "kind": "multiTask", "name": "S", "tasks": ["segmentation"] },
        { "kind": "multiTask", "name": "D", "tasks": ["depth"] },
        """;

    private readonly TinyRuns _runs = new();

    public MultiTaskStageTests()
    {
        Write("train", 16, seed: 1, maps: true);
        Write("test", 9, seed: 2, maps: true);
        Write("plain", 6, seed: 4, maps: false);
    }

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Every_task_trains_is_measured_and_leaves_the_deployed_graph_as_it_is()
    {
        var results = Run("all", $$"""
            { "kind": "multiTask", "name": "All", "tasks": {{All}}, "balance": { "kind": "h2", "steps": 1 } },
            { "kind": "export", "name": "Export", "of": "All" }
            """);
        Assert.Equal(["tiny", "plain"], results.Rows.Where(row => row.Row == "All").Select(row => row.Test));
        var scores = results.Scores!.Where(score => score.Test == "tiny").ToArray();
        Assert.Equal(
            ["pose", "segmentation", "parts", "depth", "normals", "edges", "saliency", "landmarks", "offsets", "scene", "attributes"],
            scores.Select(score => score.Task).Distinct());
        Assert.All(scores, score => Assert.True(double.IsFinite(score.Value!.Value), $"{score}"));
        // A set without maps is measured by its poses.
        Assert.Equal(["pose"], results.Scores!.Where(score => score.Test == "plain").Select(score => score.Task).Distinct());

        RequireDeployedGraph("all");
    }

    [Fact]
    public void A_tree_trains_and_leaves_the_deployed_graph_as_it_is()
    {
        var results = Run("tree", """
            { "kind": "multiTask", "name": "All", "tasks": ["segmentation", "depth", "pose", "scene"],
              "branches": { "2": [["scene", "pose"], ["segmentation", "depth"]], "4": [["scene"], ["pose"], ["segmentation", "depth"]] },
              "balance": { "kind": "gradNorm" } },
            { "kind": "export", "name": "Export", "of": "All" }
            """);
        var scores = results.Scores!.Where(score => score.Test == "tiny").ToArray();
        Assert.Equal(["pose", "segmentation", "depth", "scene"], scores.Select(score => score.Task).Distinct());
        Assert.All(scores, score => Assert.True(double.IsFinite(score.Value!.Value), $"{score}"));
        RequireDeployedGraph("tree");
    }

    [Fact]
    public void A_tree_of_one_branch_ends_at_the_weights_of_a_stage_without_one()
    {
        Run("branch", """
            { "kind": "multiTask", "name": "Plain", "tasks": ["depth", "pose"] },
            { "kind": "multiTask", "name": "Tree", "tasks": ["depth", "pose"], "branches": { "3": [["pose", "depth"]] } }
            """);
        using var scope = NewDisposeScope();
        var (plain, tree) = (Tensors("branch", "Plain"), Tensors("branch", "Tree"));
        Assert.Equal(plain.Keys.Order(), tree.Keys.Order());
        Assert.All(plain, entry => Assert.True(entry.Value.eq(tree[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Fact]
    public void Resumed_runs_end_at_the_weights_of_uninterrupted_ones()
    {
        const string Stages = """
            { "kind": "multiTask", "name": "Norm", "tasks": ["pose", "depth"], "auxiliary": ["landmarks"], "balance": { "kind": "gradNorm" } },
            { "kind": "multiTask", "name": "Instance", "tasks": ["pose", "segmentation"], "balance": { "kind": "instance" },
              "corrupt": { "segmentation": 0.4, "pose": 0.2 } },
            { "kind": "multiTask", "name": "Tree", "tasks": ["segmentation", "depth", "normals"],
              "branches": { "3": [["segmentation", "normals"], ["depth"]] }, "balance": { "kind": "mgda" } },
            { "kind": "multiTask", "name": "One by one", "tasks": ["attributes"], "attributes": ["Cap", "Beard"], "balance": { "kind": "taskSampling" } }
            """;
        var results = Run("whole", Stages, epochs: 3);
        Run("parts", Stages, epochs: 1);
        Run("parts", Stages, epochs: 3);
        foreach (var stage in new[] { "Norm", "Instance", "Tree", "One by one" })
        {
            using var scope = NewDisposeScope();
            var (whole, parts) = (Tensors("whole", stage), Tensors("parts", stage));
            Assert.Equal(whole.Keys.Order(), parts.Keys.Order());
            Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), $"{stage} {entry.Key}"));
        }

        // Labels are told apart: each task has the share that was found of its wrong ones.
        var found = results.Scores!.Where(score => score.Metric == "wrong labels found").ToArray();
        Assert.Equal(["pose", "segmentation"], found.Select(score => score.Task));
        Assert.All(found, score => Assert.InRange(score.Value!.Value, 0, 1));
        var apart = results.Scores!.Where(score => score.Row == "One by one" && score.Test == "tiny");
        Assert.Equal(["cap", "beard"], apart.Select(score => score.Task).Distinct());
    }

    /// <summary>The scores' share of wrong labels found is that of the list of one task's suspects.</summary>
    [Fact]
    public void Suspects_are_listed_for_each_task_or_over_all()
    {
        const string Stage = """
            { "kind": "multiTask", "name": "ILT", "tasks": ["pose", "segmentation"], "balance": { "kind": "instance" },
              "corrupt": { "segmentation": 0.5, "pose": 0.25 } }
            """;
        var scores = Run("suspects", Stage, epochs: 3).Scores!;
        foreach (var (task, wrong) in new[] { ("pose", 4), ("segmentation", 8) })
        {
            var suspects = SuspectsOf(task);
            Assert.Equal((16, wrong), (suspects.Count, suspects.Corrupt));
            Assert.Equal(scores.Single(score => score.Task == task && score.Metric == "wrong labels found").Value!.Value, suspects.Detection!.Value, 1e-6);
            var table = _runs.PathOf($"{task}.csv");
            suspects.WriteTable(table, 16);
            var lines = File.ReadAllLines(table);
            Assert.Equal("row,name,source,set,yaw,pitch,roll,s_pose,s_segmentation,corrupt", lines[0]);
            Assert.Equal(wrong, lines.Count(line => line.EndsWith(",1", StringComparison.Ordinal)));
            var column = Array.IndexOf(lines[0].Split(','), $"s_{task}");
            var parameters = lines.Skip(1).Select(line => double.Parse(line.Split(',')[column], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(parameters.OrderDescending(), parameters);
        }

        var all = SuspectsOf(null);
        Assert.InRange(all.Corrupt, 8, 12);
        var sheet = _runs.PathOf("suspects.png");
        all.WriteSheet(sheet, 9);
        Assert.True(new FileInfo(sheet).Length > 10_000);
        Assert.Contains("no parameters for 'depth'; it has some for pose, segmentation.",
            Assert.Throws<UserErrorException>(() => SuspectsOf("depth")).Message, StringComparison.Ordinal);

        SuspectLabels SuspectsOf(string? task) => new(
            Read(Stage, 3), "ILT", _runs.PathsOf("suspects"), task);
    }

    [Fact]
    public void Several_tasks_are_compared_with_single_ones_by_equation_2_2()
    {
        const string Stages = Singles + """
            { "kind": "multiTask", "name": "Both", "tasks": ["segmentation", "depth"], "against": ["S", "D"] }
            """;
        var results = Run("delta", Stages);
        double Score(string row, string task, string metric) =>
            results.Scores!.Single(score => (score.Row, score.Test, score.Task, score.Metric) == (row, "tiny", task, metric)).Value!.Value;
        var (iou, depth) = (Score("S", "segmentation", "mIoU"), Score("D", "depth", "rmse (face sizes)"));
        var expected = 50 * ((Score("Both", "segmentation", "mIoU") - iou) / iou - (Score("Both", "depth", "rmse (face sizes)") - depth) / depth);
        Assert.Equal(expected, Score("Both", "Δ_MTL", "%"), 9);
        var study = new AffinityStudy(Read(Stages), ["S", "D"], _runs.PathsOf("delta"), new GroupingOptions());
        Assert.Equal(["segmentation", "depth"], study.Tasks);
        // The shared backbone counts once.
        double Size(string row) => results.Scores!.Single(score => score.Row == row && score.Metric == "parameters (M)").Value!.Value;
        Assert.InRange(Size("Both"), Size("S"), Size("S") + Size("D"));
    }

    [Fact]
    public void A_pose_alone_starts_as_the_base_stage_does()
    {
        Run("alone", """
            { "kind": "multiTask", "name": "Multi", "tasks": ["pose"] }, { "kind": "base", "name": "Base" }
            """);
        double First(string stage) => Convert.ToDouble(
            File.ReadLines(_runs.PathOf("alone", "tiny", stage, "metrics.jsonl")).First().Split("\"loss\":")[1].Split(',')[0],
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(First("Base"), First("Multi"), 4);
    }

    [Theory]
    [InlineData("\"tasks\": [\"deapth\"]", "it takes")]
    [InlineData("\"tasks\": []", "pose, segmentation, parts")]
    [InlineData("\"tasks\": [\"depth\", \"depth\"]", "'depth' twice")]
    [InlineData("\"tasks\": [\"depth\"], \"balance\": { \"kind\": \"h2\" }", "nothing to balance")]
    [InlineData("\"tasks\": [\"depth\", \"pose\"], \"balance\": { \"kind\": \"dtp\" }", "'dtp' cannot balance")]
    [InlineData("\"tasks\": [\"depth\", \"pose\"], \"balance\": { \"kind\": \"h9\" }", "uncertainty")]
    [InlineData("\"tasks\": [\"depth\", \"pose\"], \"balance\": { \"kind\": \"h3\", \"importance\": { \"edges\": 2 } }", "the tasks are depth, pose")]
    [InlineData("\"tasks\": [\"depth\"], \"corrupt\": { \"segmentation\": 0.4 }", "which it does not learn")]
    [InlineData("\"tasks\": [\"segmentation\"], \"corrupt\": { \"segmentation\": 1 }", "less than 1")]
    [InlineData("\"tasks\": [\"depth\", \"edges\"], \"against\": [\"D\"]", "0 stages that learn 'edges'")]
    [InlineData("\"tasks\": [\"depth\"], \"against\": [\"X\"]", "no earlier stage")]
    [InlineData("\"tasks\": [\"depth\", \"edges\"], \"branches\": { \"5\": [[\"depth\"], [\"edges\"]] }",
        "at stage 5 of the backbone; it has 1 to 4")]
    [InlineData("\"tasks\": [\"depth\", \"edges\"], \"branches\": { \"2\": [[\"depth\"], [\"parts\"]] }",
        "'parts' in its 'branches'; its tasks are depth, edges")]
    [InlineData("\"tasks\": [\"depth\", \"edges\"], \"branches\": { \"2\": [[\"depth\"]] }", "'edges' in 0 branches from stage 2")]
    [InlineData("\"tasks\": [\"depth\", \"edges\"], \"branches\": { \"2\": [[\"depth\"], [\"edges\"]], \"4\": [[\"depth\", \"edges\"]] }",
        "have parted before")]
    [InlineData("\"tasks\": [\"depth\", \"edges\"], \"branches\": { \"1\": [[\"depth\"], [\"edges\"]] }, \"balance\": { \"kind\": \"mgda\" }",
        "its tasks share none")]
    public void What_means_nothing_is_refused_on_reading(string keys, string expected)
    {
        var wrong = Assert.Throws<UserErrorException>(() => Read(Singles + $$"""{ "kind": "multiTask", "name": "M", {{keys}} }"""));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_without_maps_or_without_such_labels_is_named_with_the_task()
    {
        const string Depth = """{ "kind": "multiTask", "name": "M", "tasks": ["depth"] }""";
        var missing = Assert.Throws<UserErrorException>(() => Run("missing", Depth, train: "plain"));
        Assert.Contains("learns depth", missing.Message, StringComparison.Ordinal);
        Assert.Contains("plain.htpack has no label maps", missing.Message, StringComparison.Ordinal);

        Write("photos", 8, seed: 5, maps: true, photos: true);
        var unknown = Assert.Throws<UserErrorException>(() => Run("unknown", Depth, train: "photos"));
        Assert.Contains("'depth'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("photos.htmaps know nothing", unknown.Message, StringComparison.Ordinal);
        Run("known", """{ "kind": "multiTask", "name": "M", "tasks": ["landmarks"] }""", train: "photos");
    }

    [Fact]
    public void A_loss_that_is_no_number_names_its_task()
    {
        var wrong = Assert.Throws<UserErrorException>(() => Run(
            "diverged", """{ "kind": "multiTask", "name": "M", "tasks": ["depth", "offsets"], "learningRate": 1e30 }""", epochs: 3));
        Assert.Matches("task 'depth'|task 'offsets'", wrong.Message);
    }

    [Fact]
    public void Wrong_segmentations_are_permutations_drawn_once()
    {
        using var scope = NewDisposeScope();
        var corruption = ClassCorruption.Draw(200, 0.4, seed: 7);
        Assert.Equal(80, corruption.Labels.Count);
        Assert.Equal(corruption.Labels, ClassCorruption.Draw(200, 0.4, seed: 7).Labels);
        Assert.NotEqual(corruption.Labels, ClassCorruption.Draw(200, 0.4, seed: 8).Labels);
        var maps = MapBatch.Of(ExampleMaps.Make(200, 8), 16, [], CPU);
        var wrong = corruption.Apply(maps, [.. Enumerable.Range(0, 200)]);
        var (before, after) = (maps.Segmentation(), wrong.Segmentation());
        for (var i = 0; i < 200; i++)
        {
            // Not every class shows in every sample: a permutation of the others changes nothing that one sees.
            var changed = before[i].ne(after[i]).any().item<bool>();
            Assert.True(corruption.Labels.Contains(i) || !changed, $"sample {i}");
        }

        Assert.True(before.ne(after).flatten(1).any(1).sum().item<long>() > 70);
        Assert.True(maps.Edges().eq(wrong.Edges()).all().item<bool>());
        Assert.True(before.lt(0).eq(after.lt(0)).all().item<bool>());
    }

    /// <summary>The same weights in a network that never had other tasks give the same file.</summary>
    private void RequireDeployedGraph(string runs)
    {
        using var scope = NewDisposeScope();
        var checkpoint = _runs.CheckpointOf("All", runs);
        using var trained = TrainingCheckpoint.LoadNetwork(checkpoint, CPU);
        using var fresh = new PoseNetwork(trained.Definition);
        fresh.load_state_dict(trained.state_dict());
        Assert.Equal(ExportOf(fresh), File.ReadAllBytes(_runs.PathOf(runs, "tiny", "Export", "model.onnx")));
        Assert.DoesNotContain(trained.state_dict().Keys, name => name.Contains("pyramid", StringComparison.Ordinal));
    }

    private byte[] ExportOf(PoseNetwork network)
    {
        network.eval();
        var (path, bins) = (_runs.PathOf("fresh.onnx"), network.Heads.Bins[0]);
        var contract = new PoseModelContract
        {
            InputSize = 32, Crop = new CropRule(CropShape.Stretch, 1), Normalizer = PixelNormalizer.ImageNet, Output = BinOutput.Logits,
            Yaw = bins, Pitch = bins, Roll = bins, Run = "tiny/All",
        };
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), path);
        return File.ReadAllBytes(path);
    }

    private void Write(string name, int count, int seed, bool maps, bool photos = false)
    {
        using var faces = Tiny.Faces(count, seed: seed);
        var path = Tiny.Pack(faces, _runs.Folder, name);
        if (maps) ExampleMaps.WriteBeside(path, sample => photos ? new FaceMaps { Landmarks = sample.Landmarks } : sample);
    }

    private IReadOnlyDictionary<string, Tensor> Tensors(string runs, string stage) => _runs.Tensors(stage, runs);

    private Experiment Read(string stages, int epochs = 1, string train = "train")
    {
        return _runs.Read($$"""
            {
              "data": { "train": ["{{train}}.htpack"], "test": { "tiny": "test.htpack", "plain": "plain.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18" },
              "optimiser": { "batch": 8, "epochs": {{epochs}}, "learningRate": 1e-3 },
              "stages": [ {{stages}} ]
            }
            """);
    }

    private ExperimentResults Run(string runs, string stages, int epochs = 1, string train = "train") => _runs.Run(
        Read(stages, epochs, train), runs);
}
