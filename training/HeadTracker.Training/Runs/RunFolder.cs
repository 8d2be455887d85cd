namespace HeadTracker.Training.Runs;

/// <summary>Where one stage of an experiment keeps what it makes: <c>RUNS/experiment/stage/</c>.</summary>
public sealed record RunFolder(string Path)
{
    /// <summary>Model, optimiser and step; the one before it lies beside it.</summary>
    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint.safetensors");

    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    public static RunFolder Of(string runs, string experiment, string stage) => new(System.IO.Path.Combine(runs, experiment, stage));

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
