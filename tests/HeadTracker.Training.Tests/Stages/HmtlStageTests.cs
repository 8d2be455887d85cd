using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class HmtlStageTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Every_pretext_task_trains_and_its_network_can_teach_and_be_exported()
    {
        var results = Run("whole", epochs: 2);
        Assert.Equal(["SL", "Puzzle", "Without", "Both", "Plain", "KD"], results.Rows.Select(row => row.Row));
        Assert.All(results.Rows, row => Assert.InRange(row.Mean, 0, 99));
        // Yaw and pitch alone: nobody trained the roll, so no figure stands for it.
        var plain = results.Rows.Single(row => row.Row == "Plain");
        Assert.Equal((null, null, (plain.Yaw + plain.Pitch) / 2), (plain.Roll, plain.Geodesic, plain.Mean));
        Assert.Equal(2, new ErrorCurve(new RunFolder(_runs.PathOf("whole", "tiny", "SL"))).Read().Count);
        Assert.True(File.Exists(_runs.PathOf("whole", "tiny", "Epochs", "tiny.png")));
        Assert.True(File.Exists(_runs.PathOf("whole", "tiny", "Points", "tiny.png")));
        Assert.NotEqual(
            File.ReadAllBytes(_runs.PathOf("whole", "tiny", "Epochs", "tiny.png")),
            File.ReadAllBytes(_runs.PathOf("whole", "tiny", "Rolls", "tiny.png")));
        Assert.True(File.Exists(_runs.PathOf("whole", "tiny", "Export", "model.onnx")));
        // The heads' loss reaches the network: with them the same puzzles lead to other weights.
        Assert.NotEqual(results.Rows[1].Mean, results.Rows[2].Mean);
    }

    [Fact]
    public void A_resumed_run_ends_at_the_weights_of_an_uninterrupted_one()
    {
        Run("whole", epochs: 3, "Both");
        Run("parts", epochs: 1, "Both");
        Run("parts", epochs: 3, "Both");
        using var scope = NewDisposeScope();
        var whole = Weights("whole");
        var parts = Weights("parts");
        Assert.Contains(whole.Keys, name => name.StartsWith("auxiliary.rotation.heads", StringComparison.Ordinal));
        Assert.Equal(whole.Keys.Order(), parts.Keys.Order());
        Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Theory]
    [InlineData("\"regions\": 1", "regions")]
    [InlineData("\"weight\": 0", "positive number")]
    [InlineData("\"point\": 5", "branches at point 5")]
    [InlineData("\"binSize\": 0", "positive size")]
    public void Values_out_of_range_are_refused_on_reading(string key, string expected)
    {
        var file = _runs.PathOf("wrong.json");
        File.WriteAllText(file, $$"""{ "stages": [{ "kind": "hmtl", "name": "SL", {{key}} }] }""");
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => ExperimentFile.Read(file)).Message, StringComparison.Ordinal);
    }

    private IReadOnlyDictionary<string, Tensor> Weights(string runs) => _runs.Tensors("Both", runs);

    private ExperimentResults Run(string runs, int epochs, params string[] only)
    {
        using var train = Tiny.Faces(16);
        using var test = Tiny.Faces(12, seed: 2);
        Tiny.Pack(train, _runs.Folder, "train-32", identities: [.. Enumerable.Range(0, 16).Select(i => $"{i % 3}")]);
        Tiny.Pack(test, _runs.Folder, "test-32");
        var experiment = _runs.Read($$"""
            {
              "data": { "train": ["train-{size}.htpack"], "test": { "tiny": "test-{size}.htpack" } },
              "model": { "inputSize": 32, "width": 4 },
              "ensemble": { "p": 2, "s": 2 },
              "optimiser": { "batch": 8, "epochs": {{epochs}}, "learningRate": 1e-3, "curveEpochs": 1 },
              "stages": [
                { "kind": "hmtl", "name": "SL", "backbone": "ResNet18", "binSize": 1 },
                { "kind": "hmtl", "name": "Puzzle", "backbone": "ResNet18", "pretext": "Puzzling", "point": 2 },
                { "kind": "hmtl", "name": "Without", "backbone": "ResNet18", "pretext": "Puzzling", "heads": false },
                { "kind": "hmtl", "name": "Both", "backbone": "ResNet18", "pretext": "PuzzlingRotation", "regions": 2, "point": 2 },
                { "kind": "hmtl", "name": "Plain", "backbone": "ResNet18", "pretext": "Puzzling", "point": 2, "loss": "Regression", "angles": 2,
                  "weight": 1, "dropout": 0.4, "subjects": 2 },
                { "kind": "distill", "name": "KD", "backbone": "ResNet18", "teacher": "SL" },
                { "kind": "export", "name": "Export", "of": "Puzzle" },
                { "kind": "chart", "name": "Epochs", "series": { "SL": ["SL"], "Puzzle": ["Puzzle"] } },
                { "kind": "chart", "name": "Rolls", "quantity": "roll", "series": { "SL": ["SL"] } },
                { "kind": "chart", "name": "Points", "axis": "point", "x": [3, 4], "series": { "HMTL": ["Puzzle", "Without"] } }
              ]
            }
            """);
        return _runs.Run(experiment, runs, only);
    }
}
