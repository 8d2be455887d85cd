using HeadTracker.Training.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>Each task's own gradient, by a backward pass for each that leaves the parameters' gradients and the graph as they are.</summary>
internal static class TaskGradients
{
    /// <summary>At the shared layer's weights, of the whole batch.</summary>
    /// <returns>(K, n), float32, without a graph.</returns>
    public static Tensor AtWeight(TaskLosses losses)
    {
        var gradients = stack(Of(losses.Means, losses.Shared.Weight).Select(gradient => gradient.flatten()).ToArray());
        losses.Shared.Share?.Group.Sum(gradients);
        return gradients;
    }

    /// <summary>At the shared features of the whole batch, sample by sample.</summary>
    /// <returns>(K, n), float32, without a graph.</returns>
    public static Tensor AtFeatures(TaskLosses losses)
    {
        var gradients = Of(losses.Means, losses.Shared.Features);
        if (losses.Shared.Share is { } share) gradients = [.. gradients.Select(share.Whole)];
        return stack([.. gradients.Select(gradient => gradient.flatten())]);
    }

    /// <param name="means">(K) with its graph.</param>
    /// <param name="at">What they depend on.</param>
    /// <returns>K of the shape of <paramref name="at"/>.</returns>
    private static Tensor[] Of(Tensor means, Tensor at)
    {
        var gradients = new Tensor[means.shape[0]];
        for (var task = 0; task < gradients.Length; task++)
        {
            gradients[task] = autograd.grad([means[task]], [at], retain_graph: true)[0].to(ScalarType.Float32).detach();
        }

        return gradients;
    }
}
