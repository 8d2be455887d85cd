using HeadTracker.Training.Experiments;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

/// <summary>Pre-training, what starts from it, and what is left of it in an exported file.</summary>
public sealed class PretrainingStageTests : IDisposable
{
    private const string Pretraining = """
        { "kind": "pretext", "name": "Rotation", "pretext": "Rotation", "point": 3 },
        { "kind": "pretext", "name": "Puzzling", "pretext": "Puzzling", "regions": 3, "point": 2 },
        { "kind": "barlowTwins", "name": "Twins" },
        { "kind": "barlowTwins", "name": "Twins puzzled", "puzzle": 3 },
        { "kind": "contrast", "name": "MoCo", "queue": 8, "outputs": 8, "groups": 2, "large": 24, "small": 16, "smallCrops": 2, "constrained": true,
          "momentum": 0.9, "policy": "Either", "neighbours": 3 }
        """;

    private readonly TinyRuns _runs = new();

    public PretrainingStageTests()
    {
        using var train = Tiny.Faces(16);
        using var test = Tiny.Faces(12, seed: 2);
        Tiny.Pack(train, _runs.Folder, "train-32");
        Tiny.Pack(test, _runs.Folder, "test-32");
    }

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("Rotation")]
    [InlineData("Twins puzzled")]
    [InlineData("MoCo")]
    public void A_resumed_run_ends_at_the_weights_of_an_uninterrupted_one(string stage)
    {
        Run("whole", Pretraining, epochs: 3, [stage]);
        Run("parts", Pretraining, epochs: 1, [stage]);
        Run("parts", Pretraining, epochs: 3, [stage]);
        using var scope = NewDisposeScope();
        var (whole, parts) = (Weights("whole", stage), Weights("parts", stage));
        Assert.Contains(whole.Keys, name => name.StartsWith("adabelief.auxiliary.", StringComparison.Ordinal));
        Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Fact]
    public void Momentum_encoder_and_queues_are_kept_and_no_optimiser_has_moments_of_them()
    {
        Run("runs", Pretraining, epochs: 2, ["MoCo"]);
        using var scope = NewDisposeScope();
        var kept = Weights("runs", "MoCo");
        Assert.Equal([8, 8], kept["auxiliary.queue.keys"].shape);
        Assert.Equal([8, 32], kept["auxiliary.queue.features"].shape);
        Assert.True(kept["auxiliary.queue.keys"].norm(1).allclose(ones(8)));
        // Between the encoder that learns and what it was: a moving average.
        Assert.False(kept["auxiliary.momentum.backbone.conv1.weight"].eq(kept["model.backbone.conv1.weight"]).all().item<bool>());
        Assert.DoesNotContain(kept.Keys, name => name.StartsWith("adabelief", StringComparison.Ordinal)
            && (name.Contains("momentum", StringComparison.Ordinal) || name.Contains("queue", StringComparison.Ordinal)));
        Assert.True(File.Exists(_runs.PathOf("runs", "tiny", "MoCo", "crops.png")));
    }

    [Fact]
    public void Of_fewer_faces_than_keys_nothing_can_be_told_apart()
    {
        var error = Assert.Throws<UserErrorException>(() => Run("runs", """{ "kind": "contrast", "name": "M", "queue": 16, "groups": 2 }""", epochs: 1, []));
        Assert.Contains("queue of 16 keys for 16 faces", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pre_training_needs_no_labelled_set()
    {
        var file = _runs.PathOf("unlabelled.json");
        File.WriteAllText(file, """
            {
              "data": { "train": ["nobody-has-this.htpack"], "unlabelled": ["train-{size}.htpack"] },
              "model": { "backbone": "ResNet18", "inputSize": 32, "width": 4 },
              "optimiser": { "batch": 8, "epochs": 1 },
              "stages": [{ "kind": "pretext", "name": "Rotation", "pretext": "Rotation", "point": 3 }]
            }
            """);
        var runner = new ExperimentRunner(ExperimentFile.Read(file), _runs.PathsOf(experiment: "unlabelled"), CPU);
        Assert.Equal("train-32.htpack", Assert.Single(runner.Run([], _ => (_, _) => { }, default).Data).Path);
    }

    [Fact]
    public void Rotation_learns_something()
    {
        Run("runs", Pretraining, epochs: 60, ["Rotation"]);
        var losses = MetricsLog.Read(_runs.PathOf("runs", "tiny", "Rotation", "metrics.jsonl")).Select(line => line.Loss).ToArray();
        Assert.True(losses[^6..].Average() < 0.95 * losses[..6].Average(), $"from {losses[..6].Average()} to {losses[^6..].Average()}");
    }

    [Theory]
    [InlineData("""{ "kind": "base", "name": "New", "init": "Rotation", "learningRate": 1e-30 }""", "Rotation")]
    [InlineData("""{ "kind": "base", "name": "New", "init": "Twins", "learningRate": 1e-30 }""", "Twins")]
    [InlineData("""{ "kind": "base", "name": "New", "init": "MoCo", "learningRate": 1e-30 }""", "MoCo")]
    [InlineData("""{ "kind": "base", "name": "T" }, { "kind": "distill", "name": "New", "teacher": "T", "init": "Puzzling", "learningRate": 1e-30 }""",
        "Puzzling")]
    [InlineData(
        """
        { "kind": "hmtl", "name": "H", "pretext": "Puzzling", "point": 2 },
        { "kind": "distill", "name": "New", "teacher": "H", "init": "H", "learningRate": 1e-30 }
        """,
        "H")]
    [InlineData("""{ "kind": "hmtl", "name": "New", "pretext": "Puzzling", "point": 2, "init": "Puzzling", "learningRate": 1e-30 }""", "Puzzling")]
    [InlineData("""{ "kind": "pretext", "name": "New", "point": 3, "init": "Twins puzzled", "learningRate": 1e-30 }""", "Twins puzzled")]
    public void Init_gives_a_stage_the_encoder_of_another(string stages, string source)
    {
        Run("runs", Pretraining + "," + stages, epochs: 1, ["New"]);
        using var scope = NewDisposeScope();
        var (given, received) = (Weights("runs", source), Weights("runs", "New"));
        // Such a learning rate moves no weight; batch norms' statistics move on.
        string[] encoder = [.. given.Keys.Where(name =>
            name.StartsWith("model.backbone.", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal))];
        Assert.Equal(20 + 20, encoder.Length);
        Assert.All(encoder, name => Assert.True(given[name].eq(received[name]).all().item<bool>(), name));
    }

    [Fact]
    public void A_student_with_its_teachers_heads_starts_as_its_teacher()
    {
        const string base1 = """{ "kind": "base", "name": "Base" }""";
        const string distill = """, { "kind": "distill", "name": "New", "teacher": "Base", "init": "Base", "initHeads": true, "learningRate": 1e-30 }""";
        Run("runs", base1 + distill, epochs: 1, ["New"]);
        using var scope = NewDisposeScope();
        var (given, received) = (Weights("runs", "Base"), Weights("runs", "New"));
        string[] heads = [.. received.Keys.Where(name => name.StartsWith("model.heads.", StringComparison.Ordinal))];
        Assert.Equal(["model.heads.bins1.bias", "model.heads.bins1.weight"], heads.Order(StringComparer.Ordinal));
        Assert.All(heads, name => Assert.True(given[name].eq(received[name]).all().item<bool>(), name));

        var error = Assert.Throws<UserErrorException>(() =>
            Run("runs", """{ "kind": "hmtl", "name": "Coarse", "binSize": 6 }, { "kind": "base", "name": "Fine", "init": "Coarse", "initHeads": true }""",
                epochs: 1, ["Fine"], "none"));
        Assert.Contains("leave out 'initHeads'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Linear_evaluation_leaves_the_encoder_as_it_is_statistics_and_all()
    {
        var results = Run("runs", Pretraining + "," + """{ "kind": "hmtl", "name": "LE", "init": "Twins", "frozen": true, "warmupEpochs": 1 }""",
            epochs: 2, ["LE"]);
        Assert.Equal(["LE"], results.Rows.Select(row => row.Row));
        using var scope = NewDisposeScope();
        var (given, received) = (Weights("runs", "Twins"), Weights("runs", "LE"));
        Assert.All(given.Where(entry => entry.Key.StartsWith("model.backbone.", StringComparison.Ordinal)),
            entry => Assert.True(entry.Value.eq(received[entry.Key]).all().item<bool>(), entry.Key));
        Assert.False(given["model.heads.bins1.bias"].shape.SequenceEqual(received["model.heads.bins3.bias"].shape));
        Assert.False(received["model.heads.bins3.weight"].eq(0).all().item<bool>());
    }

    [Fact]
    public void Another_experiments_encoder_is_named_by_both_names_and_has_to_be_there()
    {
        const string stages = """{ "kind": "base", "name": "New", "init": "first/Rotation", "learningRate": 1e-30 }""";
        Assert.Contains("run that experiment first", Assert.Throws<UserErrorException>(() => Run("runs", stages, 1, [])).Message, StringComparison.Ordinal);
        Run("runs", Pretraining, 1, ["Rotation"], experiment: "first");
        Run("runs", stages, 1, []);
        using var scope = NewDisposeScope();
        Assert.True(Weights("runs", "Rotation", "first")["model.backbone.conv1.weight"].eq(Weights("runs", "New")["model.backbone.conv1.weight"])
            .all().item<bool>());
    }

    [Fact]
    public void Of_pretraining_and_branches_an_exported_file_knows_nothing()
    {
        Run("runs", Pretraining + "," + """
            { "kind": "hmtl", "name": "SL" },
            { "kind": "hmtl", "name": "HMTL", "pretext": "PuzzlingRotation", "regions": 2, "point": 2, "init": "Twins" },
            { "kind": "export", "name": "Plain", "of": "SL" },
            { "kind": "export", "name": "Helped", "of": "HMTL" }
            """, epochs: 1, ["Plain", "Helped"]);
        var (plain, helped) = (Graph("Plain"), Graph("Helped"));
        Assert.NotEmpty(plain.Node);
        Assert.Equal(plain.Node, helped.Node);
        Assert.Equal(plain.Initializer.Select(weight => (weight.Name, string.Join('×', weight.Dims))),
            helped.Initializer.Select(weight => (weight.Name, string.Join('×', weight.Dims))));
        Assert.NotEqual(plain.Initializer[0].RawData, helped.Initializer[0].RawData);
    }

    [Theory]
    [InlineData("""{ "kind": "base", "name": "New", "init": "Nobody" }""", "starts from 'Nobody', which no earlier stage trains")]
    [InlineData("""{ "kind": "base", "name": "New", "init": "Rotation", "backbone": "ResNet34" }""", "give both the same backbone")]
    [InlineData("""{ "kind": "distill", "name": "New", "teacher": "Rotation" }""", "uses 'Rotation', which no earlier stage trains")]
    [InlineData("""{ "kind": "hmtl", "name": "R", "loss": "Regression" }, { "kind": "export", "name": "New", "of": "R" }""",
        "uses 'R', which no earlier stage trains")]
    [InlineData("""{ "kind": "hmtl", "name": "New", "frozen": true }""", "needs an 'init'")]
    [InlineData("""{ "kind": "hmtl", "name": "New", "angles": 2 }""", "\"loss\": \"Regression\" only")]
    [InlineData("""{ "kind": "hmtl", "name": "New", "dropout": 1 }""", "dropout of 1")]
    [InlineData("""{ "kind": "hmtl", "name": "New", "level": 3 }""", "no augmentation level 3")]
    [InlineData("""{ "kind": "hmtl", "name": "New", "subjects": 0 }""", "trains on 0 subjects")]
    [InlineData("""{ "kind": "base", "name": "New", "initHeads": true }""", "nothing to take them from")]
    [InlineData("""{ "kind": "pretext", "name": "New", "point": 3, "subjects": 2 }""", "leave out its 'subjects'")]
    [InlineData("""{ "kind": "barlowTwins", "name": "New", "puzzle": 1 }""", "1 regions")]
    [InlineData("""{ "kind": "contrast", "name": "New" , "queue": 12 }""", "multiple of the batch, 8")]
    [InlineData("""{ "kind": "contrast", "name": "New", "queue": 8, "groups": 5 }""", "fewer than two keys to normalise")]
    [InlineData("""{ "kind": "contrast", "name": "New", "queue": 8, "groups": 2, "momentum": 1.5 }""", "momentum of 1.5")]
    [InlineData("""{ "kind": "contrast", "name": "New", "queue": 8, "groups": 2, "temperature": 0 }""", "temperature of 0")]
    [InlineData("""{ "kind": "contrast", "name": "New", "queue": 8, "groups": 2, "constrained": true }""", "give some 'smallCrops'")]
    [InlineData("""{ "kind": "contrast", "name": "New", "queue": 8, "groups": 2, "neighbours": 9 }""", "9 neighbours in a queue of 8")]
    [InlineData("""{ "kind": "contrast", "name": "New", "queue": 8, "groups": 2, "small": 4 }""", "give 8 to 1024")]
    [InlineData("""{ "kind": "chart", "name": "New", "series": { "a": ["Rotation", "Puzzling"] } }""", "names 2 stages; the axis takes 1")]
    [InlineData("""{ "kind": "chart", "name": "New", "quantity": "loss", "x": [1], "series": { "a": ["Rotation"] } }""", "leave out 'x'")]
    [InlineData("""{ "kind": "chart", "name": "New", "series": { "a": ["Nobody"] } }""", "shows 'Nobody'")]
    public void What_cannot_be_is_refused_on_reading(string stages, string expected)
    {
        var file = Write("tiny", Pretraining + "," + stages, 1);
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => ExperimentFile.Read(file)).Message, StringComparison.Ordinal);
    }

    private GraphProto Graph(string stage) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(_runs.PathOf("runs", "tiny", stage, "model.onnx"))).Graph;

    private IReadOnlyDictionary<string, Tensor> Weights(string runs, string stage, string experiment = "tiny") =>
        _runs.Tensors(stage, runs, experiment);

    private ExperimentResults Run(string runs, string stages, int epochs, string[] only, string experiment = "tiny")
    {
        var read = ExperimentFile.Read(Write(experiment, stages, epochs));
        return new ExperimentRunner(read, _runs.PathsOf(runs, experiment), CPU).Run(only, _ => (_, _) => { }, default);
    }

    private string Write(string experiment, string stages, int epochs)
    {
        var file = _runs.PathOf(experiment + ".json");
        File.WriteAllText(file, $$"""
            {
              "data": { "train": ["train-{size}.htpack"], "test": { "tiny": "test-{size}.htpack" } },
              "model": { "backbone": "ResNet18", "inputSize": 32, "width": 4, "projector": 8 },
              "ensemble": { "p": 2, "s": 2 },
              "augmentation": { "colour": 0, "medianBlur": 0, "light": 0 },
              "optimiser": { "kind": "AdaBelief", "batch": 8, "epochs": {{epochs}}, "learningRate": 3e-3 },
              "stages": [{{stages}}]
            }
            """);
        return file;
    }
}
