using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Publishing;

/// <summary>What people have to know about a model that its file does not tell.</summary>
public sealed record ModelCardFacts
{
    /// <summary>What the network is, such as "ResNet-18, distilled from a convolutional ensemble of ResNet-50".</summary>
    public required string Architecture { get; init; }

    /// <summary>The weights' licence: SPDX identifier or a sentence. It cannot be freer than the training data's terms.</summary>
    public required string Licence { get; init; }

    /// <summary>The experiment file's name under training/experiments.</summary>
    public required string Experiment { get; init; }

    /// <summary>How it was trained, in a sentence or two: stages, samples seen, machine, hours.</summary>
    public required string Recipe { get; init; }

    /// <summary>On what it is known to fail, a sentence each.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    public required long Seed { get; init; }

    /// <summary>The packed sets that were trained on and their hashes.</summary>
    public required IReadOnlyList<DataHash> Data { get; init; }

    /// <summary>Where those sets' samples came from.</summary>
    public required IReadOnlyList<PackSource> Sources { get; init; }

    /// <summary>How the exported file itself did, one entry per test set.</summary>
    public required IReadOnlyList<PoseMetrics> Metrics { get; init; }

    /// <summary>Largest difference of its outputs from the training forward, as measured at export; null where it was not measured.</summary>
    public float? Parity { get; init; }
}
