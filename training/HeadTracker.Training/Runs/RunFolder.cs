namespace HeadTracker.Training.Runs;

/// <summary>Where one stage of an experiment keeps what it makes: <c>RUNS/experiment/stage/</c>.</summary>
public sealed record RunFolder(string Path)
{
    /// <summary>Model, optimiser and step.</summary>
    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint.safetensors");

    /// <summary>The checkpoint before <see cref="Checkpoint"/>.</summary>
    public string PreviousCheckpoint => System.IO.Path.Combine(Path, "checkpoint.previous.safetensors");

    /// <summary>
    /// What to go on from: the checkpoint, or the one before it where a run was killed in the instant between the two renames that put a
    /// new one in place; null when there is none.
    /// </summary>
    public string? LatestCheckpoint => System.IO.File.Exists(Checkpoint) ? Checkpoint : System.IO.File.Exists(PreviousCheckpoint) ? PreviousCheckpoint : null;

    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    public static RunFolder Of(string runs, string experiment, string stage) => new(System.IO.Path.Combine(runs, experiment, stage));

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
