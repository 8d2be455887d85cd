using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Distributed;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>The last layer that all tasks share.</summary>
/// <param name="Weight">Its weights.</param>
/// <param name="Features">What it gives the tasks' own layers, in the graph of their losses.</param>
public sealed record SharedLayer(Parameter Weight, Tensor Features)
{
    /// <summary>The part of the batch that <see cref="Features"/> are of; null where they are of all of it.</summary>
    public BatchShare? Share { get; init; }
}

/// <summary>What K tasks lost on a batch of B samples, with their graphs.</summary>
public sealed record TaskLosses
{
    /// <summary>Far below what labels are worth together.</summary>
    private const double Least = 1e-12;

    /// <summary>(K), a number per task for the whole batch.</summary>
    public required Tensor Means { get; init; }

    public required SharedLayer Shared { get; init; }

    /// <summary>(B, K), or null where a loss is no mean over samples, such as a root over the batch.</summary>
    public Tensor? PerSample { get; init; }

    /// <summary>Each sample's share of the means, (B, 1), or (B, K) where some labels are not known; in sum 1: 1/B where all are worth the same.</summary>
    public Tensor? Shares { get; init; }

    /// <summary>
    /// What share of each task's answers is right, (K), an error counting as right below so many degrees; null where that has no meaning.
    /// </summary>
    public Func<double, Tensor>? Hits { get; init; }

    /// <summary>The samples' rows in the training set.</summary>
    public ReadOnlyMemory<long> Rows { get; init; }

    /// <summary>The step's stream; null outside of training.</summary>
    public SeededRandom? Random { get; init; }

    /// <param name="perSample">(B, K).</param>
    /// <param name="worth">Worth of each label (B), or null.</param>
    /// <param name="shared">The last layer that the tasks share.</param>
    /// <param name="known">Which labels are known, bool (B, K); null where all are. A task of which nothing is known has lost nothing.</param>
    public static TaskLosses Of(Tensor perSample, Tensor? worth, SharedLayer shared, Tensor? known = null)
    {
        var weights = (worth ?? ones(perSample.shape[0], device: perSample.device)).unsqueeze(1);
        if (known is not null) weights = weights * known;
        var shares = weights / weights.sum(0, keepdim: true).clamp_min(Least);
        return new TaskLosses { Means = (perSample * shares).sum([0]), Shared = shared, PerSample = perSample, Shares = shares };
    }
}
