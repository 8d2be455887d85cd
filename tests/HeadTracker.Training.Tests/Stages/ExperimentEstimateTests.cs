using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class ExperimentEstimateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_stage_costs_what_it_looks_at()
    {
        var estimate = Estimate("""
            { "kind": "base", "name": "Base" },
            { "kind": "ensemble", "name": "Ensemble", "of": "Base" },
            { "kind": "ensemble", "name": "Ensembles", "of": "Base", "grids": [{ "p": 2, "s": 1 }, { "p": 3, "s": 3 }] },
            { "kind": "quasiEnsemble", "name": "Quasi", "of": "Base", "grids": [{ "p": 8, "s": 8 }] },
            { "kind": "heatMap", "name": "Map", "of": "Base", "maxPadding": 2 },
            { "kind": "distill", "name": "KD", "teacher": "Base", "epochs": 4 },
            { "kind": "distill", "name": "KD 2", "teacher": "Base", "boxesPerStep": 2 },
            { "kind": "pretext", "name": "Rotation", "point": 3 },
            { "kind": "barlowTwins", "name": "Twins" },
            { "kind": "contrast", "name": "MoCo", "queue": 8, "groups": 2, "large": 32, "smallCrops": 4, "small": 16 },
            { "kind": "probe", "name": "Probe", "init": "MoCo", "tasks": ["pose"] },
            { "kind": "hmtl", "name": "LE", "init": "Twins", "frozen": true },
            { "kind": "chart", "name": "Losses", "quantity": "loss", "series": { "base": ["Base"] } },
            { "kind": "export", "name": "Export", "of": "KD" }
            """);
        Assert.Empty(estimate.Problems);
        Assert.Equal(
            ["base", "ensemble", "ensemble", "quasiEnsemble", "heatMap", "distill", "distill", "pretext", "barlowTwins", "contrast", "probe", "hmtl",
                "chart", "export"],
            estimate.Stages.Select(stage => stage.Kind));

        // 19 samples in batches of 8 are 2 steps an epoch, of 2 epochs; 12 faces of the test are looked at after each epoch and at the end.
        const double learnt = 32, look = 1.0 / 3, tests = 12 * look, measured = 3 * tests;
        (string, double)[] expected =
        [
            ("Base", learnt + measured),
            ("Ensemble", 9 * tests),
            // 25 offsets of the fine grid and 8 that only the wide one has.
            ("Ensembles", 33 * tests),
            // 48 pixels a side instead of 32; the third stage's map is 2 times as fine as it was, the fourth's 4 times.
            ("Quasi", 2.25 * (1 + 1 + 4 + 16) / 4 * tests),
            ("Map", 25 * tests),
            ("KD", 2 * learnt * (1 + 9 * look) + 5 * tests),
            ("KD 2", learnt * (1 + 2 * look) + measured),
            // On 9 faces without labels, 1 batch an epoch.
            ("Rotation", 16),
            ("Twins", 2 * 16),
            // A view that learns, a key, and four of a quarter of the pixels.
            ("MoCo", 16 * (1 + look + 1)),
            ("Probe", 19 * look + tests),
            ("LE", learnt * look + measured),
            ("Losses", 0),
            ("Export", 0),
        ];
        Assert.Equal(expected.Select(stage => stage.Item1), estimate.Stages.Select(stage => stage.Stage.Name));
        Assert.All(expected.Zip(estimate.Stages), pair => Assert.Equal(pair.First.Item2, pair.Second.Images!.Value, 9));
        Assert.Equal(TimeSpan.FromSeconds((learnt + measured) / 4), estimate.Stages[0].TimeAt(4));
        Assert.Equal([4L, 8L, 4L, 2L, 2L, 2L, 1000L, 4L], estimate.Stages.Select(stage => stage.Steps).OfType<long>());
    }

    [Fact]
    public void Memory_is_that_of_the_images_and_of_what_training_keeps_per_parameter()
    {
        var estimate = Estimate("""
            { "kind": "base", "name": "Base" },
            { "kind": "distill", "name": "KD", "teacher": "Base" },
            { "kind": "ensemble", "name": "Ensemble", "of": "Base" },
            { "kind": "hmtl", "name": "HMTL", "pretext": "PuzzlingRotation", "regions": 2, "point": 3 },
            { "kind": "barlowTwins", "name": "Twins" }
            """);
        var shape = ResNetShape.Of(Backbone.ResNet18) with { Width = 4 };
        using var network = new PoseNetwork(new PoseNetworkDefinition(shape, [1, 2, 3, 4], Regression: true));
        using var student = new PoseNetwork(new PoseNetworkDefinition(shape, [1], Regression: false));
        using var hopeNet = new PoseNetwork(new PoseNetworkDefinition(shape, [3], Regression: false));
        var task = new HmtlStageOptions { Pretext = PretextKind.PuzzlingRotation, Regions = 2 }.Task;
        using var branches = new PretextBranches(shape, task, HmtlNetwork.BestPoint, inputSize: 224);
        using var projector = new Projector(shape.Features, 16);
        long[] bytes =
        [
            16 * Count(network), 16 * Count(student) + 4 * Count(network), 4 * Count(network), 16 * (Count(hopeNet) + Count(branches)),
            16 * (Count(student) + Count(projector)),
        ];
        Assert.Equal(bytes, estimate.Stages.Select(stage => stage.ParameterBytes!.Value));

        // 19 to learn from, 12 to measure on, 9 without labels.
        const long image = 3 * 48 * 48;
        Assert.Equal([31 * image, 31 * image, 12 * image, 31 * image, 9 * image], estimate.Stages.Select(stage => stage.DataBytes!.Value));
        Assert.Equal(40 * image, estimate.DataBytes);
    }

    [Theory]
    [InlineData(Backbone.ResNet18, 64, 64)]
    [InlineData(Backbone.ResNet50, 64, 64)]
    [InlineData(Backbone.ResNet50, 24, 24)]
    [InlineData(Backbone.ResNet50, 24, 64)]
    public void Parameters_are_those_of_the_network_at_its_width(Backbone backbone, int width, int experimentsWidth)
    {
        var own = width == experimentsWidth ? "" : $"\"width\": {width}, ";
        var estimate = Estimate($$"""{ "kind": "base", {{own}}"name": "Base", "backbone": "{{backbone}}" }""", width: experimentsWidth);
        using var network = new PoseNetwork(PoseNetworkDefinition.Base(backbone) with { Shape = ResNetShape.Of(backbone) with { Width = width } });
        Assert.Equal(16 * Count(network), Assert.Single(estimate.Stages).ParameterBytes);
    }

    [Fact]
    public void The_limit_and_the_subjects_count_as_they_do_in_training()
    {
        var estimate = Estimate(
            """{ "kind": "base", "name": "All" }, { "kind": "base", "name": "One", "subjects": 1 }""", data: """ "limit": 10, """, only: ["One"]);
        var one = Assert.Single(estimate.Stages);
        // Every second face is the first person's.
        Assert.Equal((10, 10), (one.Samples, estimate.Packs["train.htpack"]));
        Assert.Equal(7, Assert.Single(Estimate("""{ "kind": "base", "name": "One", "subjects": 1 }""", data: """ "limit": 7, """).Stages).Samples);
    }

    private ExperimentEstimate Estimate(string stages, string data = "", int width = 4, params string[] only)
    {
        foreach (var (name, count) in new[] { ("train", 19), ("test", 12), ("unlabelled", 9) })
        {
            using var faces = Tiny.Faces(count);
            Tiny.Pack(faces, _folder.Root, name, identities: [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "one" : "two")]);
        }

        var file = _folder.Write("tiny.json", $$"""
            {
              "data": { {{data}} "train": ["train.htpack"], "test": { "tiny": "test.htpack" }, "unlabelled": ["unlabelled.htpack"] },
              "model": { "inputSize": 32, "width": {{width}}, "backbone": "ResNet18", "projector": 16 },
              "ensemble": { "p": 2, "s": 2 },
              "optimiser": { "batch": 8, "epochs": 2, "curveEpochs": 1 },
              "stages": [ {{stages}} ]
            }
            """);
        var paths = new RunPaths("tiny", _folder.PathOf("runs"), _folder.Root, _folder.PathOf("results"));
        return new ExperimentRunner(ExperimentFile.Read(file), paths, CPU).Estimate(only);
    }

    private static long Count(nn.Module module) => module.parameters().Sum(parameter => parameter.numel());
}
