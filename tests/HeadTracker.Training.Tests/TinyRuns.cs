using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests;

/// <summary>Experiments named "tiny" and their runs, in a folder that goes with it; packed sets lie there too.</summary>
internal sealed class TinyRuns : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Root;

    public void Dispose() => _folder.Dispose();

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <param name="runs">Name of the folder of runs, one of several in the same test.</param>
    /// <param name="experiment">Its name, where it is another.</param>
    public RunPaths PathsOf(string runs = "runs", string experiment = "tiny") => new(experiment, PathOf(runs), Folder, PathOf("results"));

    /// <summary>Puts an experiment into a file and reads it.</summary>
    public Experiment Read(string json) => ExperimentFile.Read(_folder.Write("tiny.json", json));

    public ExperimentResults Run(Experiment experiment, string runs = "runs", params string[] only) =>
        new ExperimentRunner(experiment, PathsOf(runs), CPU).Run(only, _ => (_, _) => { }, default);

    /// <summary>What a stage's checkpoint holds.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors(string stage, string runs = "runs", string experiment = "tiny") =>
        Safetensors.Load(CheckpointOf(stage, runs, experiment)).Tensors;

    public string CheckpointOf(string stage, string runs = "runs", string experiment = "tiny") => PathOf(runs, experiment, stage, "checkpoint.safetensors");
}
