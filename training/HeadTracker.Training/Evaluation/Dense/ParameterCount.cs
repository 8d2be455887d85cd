using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>How many numbers networks have learnt.</summary>
public static class ParameterCount
{
    /// <param name="networks">What they share counts once.</param>
    public static long Of(params IReadOnlyList<nn.Module> networks) =>
        networks.SelectMany(network => network.parameters()).ToHashSet<Tensor>(ReferenceEqualityComparer.Instance).Sum(parameter => parameter.numel());
}
