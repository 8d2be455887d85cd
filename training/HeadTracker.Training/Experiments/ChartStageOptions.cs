using System.Text.Json.Serialization;

namespace HeadTracker.Training.Experiments;

/// <summary>What a chart's lines are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChartQuantity>))]
public enum ChartQuantity
{
    /// <summary>Mean error on each test set.</summary>
    Error,

    /// <summary>Mean training loss of each epoch.</summary>
    Loss,

    /// <summary>Mean error of one angle alone on each test set.</summary>
    Yaw,

    /// <inheritdoc cref="Yaw"/>
    Pitch,

    /// <inheritdoc cref="Yaw"/>
    Roll,

    /// <summary>Δ_MTL on each test set, over the millions of parameters of each stage's network.</summary>
    Delta,
}

/// <summary>Draws errors or losses of earlier stages: over their epochs, or over a quantity that differs between them.</summary>
public sealed record ChartStageOptions : StageOptions
{
    public ChartQuantity Quantity { get; init; }

    /// <summary>What runs to the right, in words.</summary>
    public string Axis { get; init; } = "epoch";

    /// <summary>Values of it, one per stage of each series; empty for the epochs, with one stage per series.</summary>
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>Lines by name, each with the stages that are its points.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Series { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Series whose points no line joins.</summary>
    public IReadOnlyList<string> Scattered { get; init; } = [];

    /// <summary>What it shows, in words.</summary>
    [JsonIgnore]
    public string Subject => Quantity switch
    {
        ChartQuantity.Error => "error",
        ChartQuantity.Delta => "Δ_MTL",
        _ => $"{Quantity.ToString().ToLowerInvariant()} error",
    };

    /// <exception cref="UserErrorException">There is nothing to draw, or a series does not fit the axis.</exception>
    public void Validate()
    {
        if (Series.Count == 0) throw new UserErrorException($"Chart '{Name}' has no series; name some stages.");
        if (Quantity == ChartQuantity.Loss && X.Count > 0) throw new UserErrorException($"Chart '{Name}' shows losses, which run over epochs; leave out 'x'.");
        if (Quantity == ChartQuantity.Delta && X.Count > 0)
            throw new UserErrorException($"Chart '{Name}' shows Δ_MTL, which runs over the networks' parameters; leave out 'x'.");
        if (Scattered.FirstOrDefault(name => !Series.ContainsKey(name)) is { } unknown)
            throw new UserErrorException($"Chart '{Name}' scatters '{unknown}', which is none of its series; name some of {string.Join(", ", Series.Keys)}.");
        if (Quantity == ChartQuantity.Delta) return;
        var expected = Math.Max(1, X.Count);
        foreach (var (name, stages) in Series)
        {
            if (stages.Count != expected)
            {
                throw new UserErrorException($"Series '{name}' of chart '{Name}' names {stages.Count} stages; the axis takes {expected}.");
            }
        }
    }
}
