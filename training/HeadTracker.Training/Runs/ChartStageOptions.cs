namespace HeadTracker.Training.Runs;

/// <summary>Draws mean errors of earlier stages: over their epochs, or over a quantity that differs between them.</summary>
public sealed record ChartStageOptions : StageOptions
{
    /// <summary>What runs to the right, in words.</summary>
    public string Axis { get; init; } = "epoch";

    /// <summary>Values of it, one per stage of each series; empty for the epochs, with one stage per series.</summary>
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>Lines by name, each with the stages that are its points.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Series { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <exception cref="UserErrorException">There is nothing to draw, or a series does not fit the axis.</exception>
    public void Validate()
    {
        if (Series.Count == 0) throw new UserErrorException($"Chart '{Name}' has no series; name some stages.");
        var expected = Math.Max(1, X.Count);
        foreach (var (name, stages) in Series)
        {
            if (stages.Count != expected) throw new UserErrorException($"Series '{name}' of chart '{Name}' names {stages.Count} stages; the axis takes {expected}.");
        }
    }
}
