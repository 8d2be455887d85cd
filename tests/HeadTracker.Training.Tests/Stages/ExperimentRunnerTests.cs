using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Commands;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Export;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class ExperimentRunnerTests : IDisposable
{
    private readonly TinyRuns _runs = new();
    private readonly List<string> _begun = [];

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void All_stages_run_once_and_their_rows_land_in_the_results()
    {
        var results = Run();
        Assert.Equal(
            [("Base", 0, 1), ("Ensemble", 2, 9), ("Quasi", 2, 9), ("Map", 0, 1), ("Map", 1, 9), ("Map", 2, 25), ("Map", 2, 9), ("KD", 0, 1)],
            results.Rows.Select(row => (row.Row, row.P, row.A)));
        Assert.All(results.Rows, row => Assert.Equal(("tiny", 12), (row.Test, row.Faces)));
        Assert.All(results.Rows, row => Assert.Equal((row.Yaw + row.Pitch + row.Roll!.Value) / 3, row.Mean, 6));
        // p = 0 is the network alone, and the map's p = 2, s = 2 the ensemble.
        Assert.Equal(results.Rows[0].Mean, results.Rows[3].Mean, 4);
        Assert.Equal(results.Rows[1].Mean, results.Rows[6].Mean, 4);
        Assert.Equal(2, results.Data.Select(data => data.Sha256).Distinct().Count());
        Assert.True(File.Exists(_runs.PathOf("runs", "tiny", "Map", "tiny.png")));
        Assert.StartsWith("p,s,A,pitch,yaw,roll,avg,geodesic\n0,1,1,", File.ReadAllText(_runs.PathOf("runs", "tiny", "Map", "tiny.csv")),
            StringComparison.Ordinal);

        Assert.True(new FileInfo(_runs.PathOf("runs", "tiny", "Losses", "loss.png")).Length > 1000);
        Assert.True(new FileInfo(_runs.PathOf("runs", "tiny", "Errors", "tiny.png")).Length > 1000);
        // The curve's last point is what the stage ends with.
        var curve = new ErrorCurve(RunFolder.Of(_runs.PathOf("runs"), "tiny", "KD")).Read();
        Assert.Equal([1, 2], curve.Select(point => point.Epoch));
        Assert.Equal(results.Rows[^1].Mean, curve[^1].Rows[0].Mean, 6);

        // A student narrower than its teacher.
        var model = OnnxFile.Read(_runs.PathOf("runs", "tiny", "Export", "model.onnx"));
        Assert.Equal([2, 3, 7, 7], model.Graph.Initializer.First(tensor => tensor.Name == "conv1.weight").Dims);
        Assert.True(File.Exists(_runs.PathOf("runs", "tiny", "Export", "model-fp16.onnx")));
        Assert.True(File.Exists(_runs.PathOf("runs", "tiny", "Export", "model-angles.onnx")));

        // Again: nothing is trained or evaluated anew.
        var checkpoint = _runs.CheckpointOf("Base");
        var written = File.GetLastWriteTimeUtc(checkpoint);
        Assert.Equal(results.Rows, Run().Rows);
        Assert.Equal(written, File.GetLastWriteTimeUtc(checkpoint));
    }

    [Fact]
    public void A_stage_asked_for_brings_those_it_needs()
    {
        Run("Quasi");
        Assert.Equal(["Base", "Quasi"], _begun);
        Assert.Contains("has 'Base', 'Ensemble'", Assert.Throws<UserErrorException>(() => Run("Nobody")).Message);
    }

    [Fact]
    public void Packs_with_too_small_a_margin_are_refused_before_anything_runs()
    {
        Assert.Equal(44, new AugmentationOptions().MarginOf(224, padding: 15));
        Assert.Equal(0, AugmentationOptions.None.MarginOf(224, padding: 0));
        Assert.Equal(15, AugmentationOptions.None.MarginOf(224, padding: 15));
        Assert.InRange(PackCommand.DefaultMargin(224), 44, 45);
        Assert.InRange(PackCommand.DefaultMargin(64), 13, 16);

        var error = Assert.Throws<UserErrorException>(() => RunWith(margin: 5));
        Assert.StartsWith("Stage 'KD' looks 7 pixels beyond the box", error.Message, StringComparison.Ordinal);
        Assert.Contains("stores only 5; pack it again with --margin 7.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_begun);
    }

    /// <summary>What --only leaves out keeps its rows, in the experiment's order.</summary>
    [Fact]
    public void Results_of_single_stages_go_among_those_that_were_there()
    {
        Run("KD");
        Run("Ensemble");
        var merged = Run("Quasi");
        Assert.Equal([("Base", 0), ("Ensemble", 2), ("Quasi", 2), ("KD", 0)], merged.Rows.Select(row => (row.Row, row.P)));
        Assert.Equal(2, merged.Data.Count);
        Assert.Equal(merged.Rows, ExperimentResults.Read(_runs.PathOf("results", "tiny.json")).Rows);

        File.WriteAllText(_runs.PathOf("results", "tiny.json"), "[]");
        Assert.Contains("holds no results", Assert.Throws<UserErrorException>(() => Run("Base")).Message, StringComparison.Ordinal);
    }

    private ExperimentResults Run(params string[] only) => RunWith(margin: 8, only);

    private ExperimentResults RunWith(int margin, params string[] only)
    {
        using var train = Tiny.Faces(16, margin: margin);
        using var test = Tiny.Faces(12, seed: 2);
        Tiny.Pack(train, _runs.Folder, "train-32");
        Tiny.Pack(test, _runs.Folder, "test-32");
        var experiment = _runs.Read("""
            {
              "data": { "train": ["train-{size}.htpack"], "test": { "tiny": "test-{size}.htpack" } },
              "model": { "inputSize": 32, "width": 4 },
              "ensemble": { "p": 2, "s": 2 },
              "optimiser": { "batch": 8, "epochs": 2, "learningRate": 1e-3, "curveEpochs": 1 },
              "stages": [
                { "kind": "base", "name": "Base", "backbone": "ResNet18" },
                { "kind": "ensemble", "name": "Ensemble", "of": "Base" },
                { "kind": "quasiEnsemble", "name": "Quasi", "of": "Base", "grids": [{ "p": 2, "s": 2 }] },
                { "kind": "heatMap", "name": "Map", "of": "Base", "maxPadding": 2 },
                { "kind": "distill", "name": "KD", "backbone": "ResNet18", "width": 2, "teacher": "Base", "learningRate": 3e-3 },
                { "kind": "chart", "name": "Losses", "quantity": "loss", "series": { "base": ["Base"], "student": ["KD"] } },
                { "kind": "chart", "name": "Errors", "series": { "base": ["Base"], "student": ["KD"] } },
                { "kind": "export", "name": "Export", "of": "KD", "half": true, "expectation": true }
              ]
            }
            """);
        _begun.Clear();
        var runner = new ExperimentRunner(experiment, _runs.PathsOf(), CPU);
        return runner.Run(only, name => { _begun.Add(name); return (_, _) => { }; }, default);
    }
}
