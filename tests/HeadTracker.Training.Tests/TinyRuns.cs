using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests;

/// <summary>Experiments named "tiny" and their runs, in a folder that goes with it; packed sets lie there too.</summary>
internal sealed class TinyRuns : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("tiny-runs").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <param name="runs">Name of the folder of runs, one of several in the same test.</param>
    public RunPaths PathsOf(string runs = "runs") => new("tiny", PathOf(runs), Folder, PathOf("results"));

    /// <summary>Puts an experiment into a file and reads it.</summary>
    public Experiment Read(string json)
    {
        var file = PathOf("tiny.json");
        File.WriteAllText(file, json);
        return ExperimentFile.Read(file);
    }

    public ExperimentResults Run(Experiment experiment, string runs = "runs", params string[] only) =>
        new ExperimentRunner(experiment, PathsOf(runs), CPU).Run(only, _ => (_, _) => { }, default);

    /// <summary>What a stage's checkpoint holds.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors(string stage, string runs = "runs") => Safetensors.Load(CheckpointOf(stage, runs)).Tensors;

    public string CheckpointOf(string stage, string runs = "runs") => PathOf(runs, "tiny", stage, "checkpoint.safetensors");
}
