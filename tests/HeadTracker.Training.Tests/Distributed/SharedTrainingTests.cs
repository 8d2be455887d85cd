using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Distributed;

/// <summary>Trainings that two real processes share, beside the same in one.</summary>
public sealed class SharedTrainingTests : IDisposable
{
    /// <summary>Every kind of loss: a mean over samples, gradients and states of balancers, lots of dropout, correlations over the batch, maps.</summary>
    private const string Kinds = """
        { "kind": "base", "name": "Base", "epochs": 10 },
        { "kind": "base", "name": "Norm", "balance": { "kind": "gradNorm" }, "epochs": 11 },
        { "kind": "base", "name": "Labels", "balance": { "kind": "instance" }, "corrupt": { "pose": 0.4 } },
        { "kind": "hmtl", "name": "Puzzle", "pretext": "Puzzling", "regions": 2, "balance": { "kind": "uncertainty" } },
        { "kind": "hmtl", "name": "Sign", "pretext": "Rotation", "regions": 2, "balance": { "kind": "signDropout" } },
        { "kind": "pretext", "name": "Rotation", "point": 3 },
        { "kind": "barlowTwins", "name": "Twins" },
        { "kind": "multiTask", "name": "Tasks", "tasks": ["pose", "segmentation", "landmarks"], "balance": { "kind": "mgda" } },
        { "kind": "distill", "name": "KD", "teacher": "Base" },
        { "kind": "ensemble", "name": "Ensemble", "of": "Base" },
        { "kind": "heatMap", "name": "Map", "of": "Base", "maxPadding": 1 },
        { "kind": "export", "name": "Export", "of": "KD" }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("shared").FullName;

    public SharedTrainingTests()
    {
        WritePack("train", 17, seed: 1);
        WritePack("test", 9, seed: 2);
        WritePack("other", 17, seed: 3);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [MpiFact]
    public void Two_processes_make_the_steps_of_one()
    {
        var file = WriteExperiment("tiny", Kinds, epochs: 1, batchNorm: "synchronised");
        var shared = Mpi.Run(2, Arguments(file, "two"));
        Assert.True(shared.Code == 0, shared.Error);
        var one = RunAlone(file, "one");

        foreach (var stage in new[] { "Base", "Norm", "Labels", "Puzzle", "Sign", "Rotation", "Twins", "Tasks", "KD" })
        {
            RequireSameLosses(stage, "one", "two", tolerance: 1e-4);
            RequireSameWeights(stage, "one", "two");
        }

        Assert.Equal(20, MetricsLog.Read(StageOf("two", "Base").Metrics).Count());
        var rows = ExperimentResults.Read(Path.Combine(_folder, "two-results", "tiny.json")).Rows;
        Assert.Equal(one.Rows.Select(row => (row.Row, row.P, row.A)), rows.Select(row => (row.Row, row.P, row.A)));
        Assert.All(one.Rows.Zip(rows), pair => Assert.Equal(pair.First.Mean, pair.Second.Mean, 0.05));
        Assert.True(File.Exists(StageOf("two", "Export").File("model.onnx")));
        // The first process speaks for both, and tells where a step's time went.
        Assert.Single(shared.Output.Split('\n'), line => line.StartsWith("Base: 100 %", StringComparison.Ordinal));
        Assert.Matches(@"Base: 100 % loss [\d.]+; 2 processes, [\d.]+ s a step: [\d.]+ drawing the batch, [\d.]+ computing, "
            + @"[\d.]+ exchanging \([\d.]+ ?%\) through host memory", shared.Output);
        Assert.Single(shared.Output.Split('\n'), line => line.StartsWith("Written to", StringComparison.Ordinal));
    }

    [MpiFact]
    public void A_run_goes_on_with_another_number_of_processes()
    {
        const string Stage = """{ "kind": "base", "name": "Base" }""";
        foreach (var (epochs, processes) in new[] { (1, 2), (2, 1), (3, 2) })
        {
            var part = WriteExperiment("tiny", Stage, epochs, "synchronised");
            if (processes == 1) RunAlone(part, "parts");
            else Assert.Equal(0, Mpi.Run(processes, Arguments(part, "parts")).Code);
        }

        RunAlone(WriteExperiment("tiny", Stage, epochs: 3, "synchronised"), "whole");
        RequireSameLosses("Base", "whole", "parts", tolerance: 1e-4);
        RequireSameWeights("Base", "whole", "parts");
    }

    /// <summary>A process that is killed cannot speak: its starter does, once, and what was saved before is whole.</summary>
    [MpiFact]
    public async Task A_process_that_is_killed_ends_the_job_and_leaves_a_whole_checkpoint()
    {
        var file = WriteExperiment("tiny", """{ "kind": "base", "name": "Base" }""", epochs: 100_000, batchNorm: "process");
        var checkpoint = StageOf("killed", "Base").Checkpoint;
        var job = Mpi.Begin(2, Arguments(file, "killed"));
        var ended = Task.Run(() => Mpi.Finish(job));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(checkpoint) || ended.IsCompleted, TimeSpan.FromMinutes(2)));
        Assert.False(ended.IsCompleted, "the job ended by itself");
        System.Diagnostics.Process.GetProcessById(Mpi.IdOf(1, _folder)!.Value).Kill();
        var result = await ended;

        Assert.NotEqual(0, result.Code);
        Assert.Equal("Process 1 of 2 was killed, which is often for want of memory, and ends the job; "
            + "run the same command again: it goes on from the last checkpoint.", Assert.Single(result.Sentences));
        Assert.Null(Mpi.IdOf(0, _folder));
        var step = TrainingCheckpoint.StepOf(TrainingCheckpoint.LatestWhole(StageOf("killed", "Base"))!);
        Assert.True(step > 0);
        // The same run goes on, in as many processes as there are.
        var epochs = (int)step / 2 + 1;
        RunAlone(WriteExperiment("tiny", """{ "kind": "base", "name": "Base" }""", epochs, batchNorm: "process"), "killed");
        Assert.Equal(Enumerable.Range(1, epochs * 2).Select(i => (long)i), MetricsLog.Read(StageOf("killed", "Base").Metrics).Select(line => line.Step));
    }

    [MpiFact]
    public void Processes_about_different_things_are_refused_at_the_start()
    {
        const string Stage = """{ "kind": "base", "name": "Base" }""";
        var (one, other) = (WriteExperiment("a/tiny", Stage, 1, "process"), WriteExperiment("b/tiny", Stage, 2, "process"));
        var refused = Mpi.RunBoth(Arguments(one, "refused"), Arguments(other, "refused"));
        Assert.Equal("Process 1 has another experiment than process 0; give every process the same, and start again.", Assert.Single(refused.Sentences));
        Assert.NotEqual(0, refused.Code);

        Directory.CreateDirectory(Path.Combine(_folder, "copy"));
        File.Copy(Path.Combine(_folder, "other.htpack"), Path.Combine(_folder, "copy", "train.htpack"));
        File.Copy(Path.Combine(_folder, "test.htpack"), Path.Combine(_folder, "copy", "test.htpack"));
        var apart = Mpi.RunBoth(Arguments(one, "refused"), Arguments(one, "refused", data: "copy"));
        Assert.Equal("Process 1 has another content of its packed sets than process 0; give every process the same, and start again.",
            Assert.Single(apart.Sentences));
        Assert.False(Directory.Exists(StageOf("refused", "Base").Path));
    }

    [MpiFact]
    public void What_fails_in_all_processes_is_said_once()
    {
        var few = WriteExperiment("tiny", """{ "kind": "base", "name": "Base" }""", 1, "process", batch: 3);
        var result = Mpi.Run(2, Arguments(few, "few"));
        Assert.Equal("Stage 'Base' has batches of 3 for 2 processes; batch normalisation needs at least 2 in each, so start 1 or fewer.",
            Assert.Single(result.Sentences));
        Assert.NotEqual(0, result.Code);
    }

    private static void RequireSame(IEnumerable<double> one, IEnumerable<double> two, double tolerance, string what) => Assert.All(
        one.Zip(two).Index(), pair => Assert.True(
            Math.Abs(pair.Item.First - pair.Item.Second) <= tolerance * Math.Abs(pair.Item.First),
            $"{what} {pair.Index}: {pair.Item.First}, {pair.Item.Second}"));

    private void RequireSameLosses(string stage, string one, string two, double tolerance)
    {
        var (first, second) = (LossesOf(one, stage), LossesOf(two, stage));
        Assert.Equal(first.Length, second.Length);
        RequireSame(first, second, tolerance, stage);
    }

    /// <summary>Adam makes steps of one length out of gradients of any: where they are rounding alone, a weight moves by that length the other way.</summary>
    private void RequireSameWeights(string stage, string one, string two)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Safetensors.Load(StageOf(one, stage).Checkpoint), Safetensors.Load(StageOf(two, stage).Checkpoint));
        Assert.Equal(first.Metadata["sequence"], second.Metadata["sequence"]);
        Assert.Equal(first.Tensors.Keys.Order(), second.Tensors.Keys.Order());
        foreach (var (name, tensor) in first.Tensors)
        {
            var difference = (tensor - second.Tensors[name]).abs().to(ScalarType.Float64).mean().item<double>();
            var size = tensor.abs().to(ScalarType.Float64).mean().item<double>();
            Assert.True(difference <= 2e-4 * size + 1e-6, $"{stage} {name}: {difference} of {size}");
        }
    }

    private double[] LossesOf(string runs, string stage) => [.. MetricsLog.Read(StageOf(runs, stage).Metrics).Select(step => step.Loss)];

    private RunFolder StageOf(string runs, string stage) => RunFolder.Of(Path.Combine(_folder, runs), "tiny", stage);

    private string[] Arguments(string file, string runs, string data = "") =>
        ["reproduce", file, "--data", Path.Combine(_folder, data), "--runs", Path.Combine(_folder, runs),
            "--results", Path.Combine(_folder, runs + "-results"), "--device", "cpu"];

    private ExperimentResults RunAlone(string file, string runs) => new ExperimentRunner(
        ExperimentFile.Read(file), new RunPaths("tiny", Path.Combine(_folder, runs), _folder, Path.Combine(_folder, runs + "-results")), CPU)
        .Run([], _ => (_, _) => { }, default);

    private string WriteExperiment(string name, string stages, int epochs, string batchNorm, int batch = 8)
    {
        var path = Path.Combine(_folder, name + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $$"""
            {
              "data": { "train": ["train.htpack"], "test": { "tiny": "test.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18", "projector": 8 },
              "ensemble": { "p": 2, "s": 2 },
              "augmentation": { "noise": 0.3 },
              "optimiser": { "batch": {{batch}}, "epochs": {{epochs}}, "learningRate": 1e-4, "batchNorm": "{{batchNorm}}", "checkpointSteps": 50 },
              "stages": [ {{stages}} ]
            }
            """);
        return path;
    }

    private void WritePack(string name, int count, int seed)
    {
        using var faces = Tiny.Faces(count, seed: seed);
        ExampleMaps.WriteBeside(Tiny.Pack(faces, _folder, name));
    }
}
