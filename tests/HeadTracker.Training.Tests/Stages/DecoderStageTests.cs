using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

/// <summary>Decoders, heads and high-resolution networks as parts of multi-task stages.</summary>
public sealed class DecoderStageTests : IDisposable
{
    private const string Singles = """
        { "kind": "multiTask", "name": "S", "tasks": ["segmentation"], "decoder": { "kind": "heads" } },
        { "kind": "multiTask", "name": "D", "tasks": ["depth"], "decoder": { "kind": "heads" } },
        """;

    private readonly TinyRuns _runs = new();

    public DecoderStageTests()
    {
        Write("train", 16, seed: 1);
        Write("test", 9, seed: 2);
    }

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("""["segmentation", "depth"], "auxiliary": ["normals"], "decoder": { "kind": "mti", "over": "HighResolution" }""", "mIoU at 1/32")]
    [InlineData(
        """["segmentation", "depth"], "auxiliary": ["edges", "scene"], "decoder": { "kind": "mti", "scales": 2, "propagation": false }""", "mIoU at 1/8")]
    [InlineData(
        """["segmentation", "depth", "pose"], "decoder": { "kind": "padNet", "weighted": true, "channels": 6 }, "balance": { "kind": "gradNorm" }""",
        "mIoU at 1/4")]
    [InlineData("""["segmentation", "depth"], "decoder": { "kind": "papNet" }, "balance": { "kind": "uncertainty" }""", "mIoU at 1/4")]
    [InlineData("""["segmentation", "depth"], "decoder": { "kind": "jtrl" }""", "mIoU at 1/16")]
    [InlineData("""["segmentation", "depth", "pose"], "decoder": { "kind": "astmt" }""", "mIoU")]
    [InlineData("""["segmentation", "depth"], "head": { "kind": "Aspp", "rates": [1, 2] }, "outputStride": 8""", "mIoU")]
    [InlineData("""["segmentation", "pose"], "head": { "kind": "Psp" }""", "mIoU")]
    public void Each_trains_is_measured_and_goes_on_where_it_stopped(string stage, string metric)
    {
        var json = $$"""{ "kind": "multiTask", "name": "All", "tasks": {{stage}} }""";
        var results = Run("whole", json, epochs: 2);
        Assert.All(results.Scores!, score => Assert.True(double.IsFinite(score.Value!.Value), $"{score}"));
        Assert.Contains(results.Scores!, score => (score.Task, score.Metric) == ("segmentation", metric));
        Run("parts", json, epochs: 1);
        Run("parts", json, epochs: 2);
        using var scope = NewDisposeScope();
        var (whole, parts) = (Tensors("whole"), Tensors("parts"));
        Assert.Equal(whole.Keys.Order(), parts.Keys.Order());
        Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Fact]
    public void Initial_answers_are_compared_with_single_tasks_at_every_scale()
    {
        var scores = Run("delta", Singles + """
            { "kind": "multiTask", "name": "All", "tasks": ["segmentation", "depth"], "decoder": { "kind": "mti" }, "against": ["S", "D"] }
            """).Scores!.Where(score => score.Row == "All").ToArray();
        foreach (var place in new[] { "", " at 1/4", " at 1/8", " at 1/16", " at 1/32" })
        {
            double Of(string task, string metric) => scores.Single(score => (score.Task, score.Metric) == (task, metric + place)).Value!.Value;
            Assert.True(double.IsFinite(Of("Δ_MTL", "%")));
            Assert.InRange(Of("segmentation", "mIoU"), 0, 1);
            Assert.InRange(Of("depth", "rmse (face sizes)"), 0, 100);
        }
    }

    [Fact]
    public void Costs_are_those_of_the_trained_networks_and_are_compared_with_single_ones()
    {
        var stages = Singles + """
            { "kind": "multiTask", "name": "All", "tasks": ["segmentation", "depth"], "decoder": { "kind": "papNet" }, "against": ["S", "D"] }
            """;
        var scores = Run("costs", stages).Scores!;
        double Figure(string row, string metric) => scores.Single(score => (score.Row, score.Metric) == (row, metric)).Value!.Value;
        var costs = NetworkCost.Of(Read(stages, 1));
        Assert.Equal(["S", "D", "All"], costs.Select(cost => cost.Stage));
        Assert.All(costs, cost => Assert.Equal(Figure(cost.Stage, "parameters (M)"), cost.Parameters / 1e6, 9));
        Assert.All(costs, cost => Assert.Equal(Figure(cost.Stage, "multiply-adds (M)"), cost.MultiplyAdds / 1e6, 9));
        Assert.Equal(costs[0].Parameters + costs[1].Parameters, costs[2].Singles!.Parameters);
        Assert.Null(costs[0].Singles);
    }

    [Fact]
    public void A_sheet_draws_what_the_stage_was_measured_by()
    {
        const string Stages = """
            { "kind": "multiTask", "name": "All", "tasks": ["segmentation", "depth"], "auxiliary": ["normals"],
              "decoder": { "kind": "mti", "over": "HighResolution" } }
            """;
        var scores = Run("sheet", Stages).Scores!;
        using var trained = new TrainedTasks(Read(Stages, 1), "All", _runs.PathsOf("sheet"));
        using var set = FaceSet.Load("tiny", [_runs.PathOf("test.htpack")], 32, CPU);
        using var maps = FaceMapSet.Open(set);
        var meters = trained.Tasks.Select(task => task.NewMeter()).ToArray();
        foreach (var batch in set.InBatches(8))
        {
            foreach (var (meter, answer) in meters.Zip(trained.AnswersFor(batch.Images))) meter.Add(answer, maps.LabelsOf(batch, []));
        }

        Assert.All(meters.SelectMany(meter => meter.Scores), score =>
            Assert.Equal(scores.Single(row => (row.Task, row.Metric) == (score.Task, score.Metric)).Value!.Value, score.Value, 1e-6));
        var sheet = _runs.PathOf("sheet.jpg");
        PredictionPictures.Write(sheet, trained, [set], 3);
        Assert.True(new FileInfo(sheet).Length > 5_000);
        var wrong = Assert.Throws<UserErrorException>(() => new TrainedTasks(Read(Stages, 1), "None", _runs.PathsOf("sheet")));
        Assert.Contains("no stage 'None'", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixel_affinities_of_a_set_are_a_table_and_a_picture()
    {
        var study = new PixelAffinityStudy(Read("", 1), _runs.PathsOf("pixels"), faces: 5, depthThreshold: 0.05);
        Assert.Equal("5 faces of tiny", study.Faces);
        var (table, picture) = (_runs.PathOf("p.csv"), _runs.PathOf("p.png"));
        study.WriteTable(table);
        study.WritePicture(picture);
        // Ten pairs of five tasks, and dilations up to half of the 16 cells.
        Assert.Equal(1 + 10 * 6, File.ReadLines(table).Count());
        Assert.True(new FileInfo(picture).Length > 5_000);
    }

    [Theory]
    [InlineData("""["depth", "scene"], "decoder": { "kind": "jtrl" }""", "two tasks take turns")]
    [InlineData("""["pose"], "decoder": { "kind": "mti" }""", "no task with a map")]
    [InlineData("""["depth"], "decoder": { "kind": "mti", "scales": 5 }""", "give 1 to 4")]
    [InlineData("""["depth"], "decoder": { "kind": "padNet", "channels": 0 }""", "decoder.channels is 0")]
    [InlineData("""["depth"], "decoder": { "kind": "mit" }""", "it takes heads, padNet, papNet, jtrl, mti")]
    [InlineData("""["depth"], "decoder": { "kind": "astmt", "over": "HighResolution" }""", "adapts a ResNet")]
    [InlineData("""["depth"], "decoder": { "kind": "mti" }, "head": { "kind": "Psp" }""", "a 'decoder' and a 'head'")]
    [InlineData("""["depth"], "head": { "kind": "Aspp", "rates": [0] }""", "head.rates has 0")]
    [InlineData("""["depth", "normals"], "decoder": { "kind": "mti" }, "branches": { "3": [["depth"], ["normals"]] }""", "'branches' and a 'decoder'")]
    [InlineData("""["depth"], "outputStride": 12""", "give 4, 8, 16 or 32")]
    [InlineData("""["depth", "pose"], "outputStride": 16""", "dilated backbone")]
    [InlineData("""["depth", "pose"], "decoder": { "kind": "mti", "over": "HighResolution" }""", "pose over HighResolution")]
    [InlineData("""["depth"], "backbone": "ResNet34", "decoder": { "kind": "mti", "over": "HighResolution" }""", "'backbone', 'width' or 'outputStride'")]
    [InlineData("""["depth"], "width": 32, "decoder": { "kind": "mti", "over": "HighResolution" }""", "'backbone', 'width' or 'outputStride'")]
    [InlineData("""["depth"], "init": "w.safetensors", "decoder": { "kind": "mti", "over": "HighResolution" }""", "starts from a ResNet's weights")]
    [InlineData("""["depth", "normals"], "decoder": { "kind": "mti", "over": "HighResolution" }, "balance": { "kind": "mgda" }""", "its tasks share none")]
    public void What_no_stage_can_be_is_refused_in_a_sentence(string stage, string expected)
    {
        var wrong = Assert.Throws<UserErrorException>(() => Read($$"""{ "kind": "multiTask", "name": "M", "tasks": {{stage}} }""", 1));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void High_resolution_networks_that_cannot_be_built_are_refused()
    {
        var file = _runs.PathOf("wrong.json");
        File.WriteAllText(file, """{ "model": { "highResolution": { "modules": [1, 1] } } }""");
        Assert.Contains("modules of three stages", Assert.Throws<UserErrorException>(() => ExperimentFile.Read(file)).Message, StringComparison.Ordinal);
    }

    private void Write(string name, int count, int seed)
    {
        using var faces = Tiny.Faces(count, seed: seed);
        ExampleMaps.WriteBeside(Tiny.Pack(faces, _runs.Folder, name));
    }

    private IReadOnlyDictionary<string, Tensor> Tensors(string runs) => _runs.Tensors("All", runs);

    private Experiment Read(string stages, int epochs)
    {
        return _runs.Read($$"""
            {
              "data": { "train": ["train.htpack"], "test": { "tiny": "test.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18",
                "highResolution": { "width": 4, "modules": [1, 1, 1], "blocks": 1, "stem": 4 } },
              "optimiser": { "batch": 8, "epochs": {{epochs}}, "learningRate": 1e-3 },
              "stages": [ {{stages}} ]
            }
            """);
    }

    private ExperimentResults Run(string runs, string stages, int epochs = 1) => _runs.Run(Read(stages, epochs), runs);
}
