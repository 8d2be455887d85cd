using HeadTracker.Training.Experiments;

namespace HeadTracker.Training.Stages;

/// <summary>What a stage would do, before it does. Null is what cannot be known without its sets, or what such a stage has none of.</summary>
public sealed record StageEstimate
{
    public required StageOptions Stage { get; init; }

    /// <summary>The word for it in experiment files.</summary>
    public required string Kind { get; init; }

    public required StageData Data { get; init; }

    /// <summary>Faces it learns from.</summary>
    public int? Samples { get; init; }

    public int? Epochs { get; init; }

    public long? Steps { get; init; }

    /// <summary>Images of one step, or of one forward pass where nothing is learnt.</summary>
    public int? Batch { get; init; }

    /// <summary>Images of all its sets.</summary>
    public long? DataBytes { get; init; }

    /// <summary>Weights, gradients and the optimiser's moments; a teacher's weights. What a batch needs between the layers comes on top.</summary>
    public long? ParameterBytes { get; init; }

    /// <summary>
    /// Images learnt from, in number: one that is looked at without learning counts <see cref="ExperimentEstimate.ForwardShare"/>.
    /// </summary>
    public double? Images { get; init; }

    /// <param name="imagesPerSecond">Learnt from.</param>
    public TimeSpan? TimeAt(double imagesPerSecond) => Images is { } images ? TimeSpan.FromSeconds(images / imagesPerSecond) : null;
}
