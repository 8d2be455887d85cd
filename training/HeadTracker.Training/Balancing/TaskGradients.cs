using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>Each task's own gradient, by a backward pass for each that leaves the parameters' gradients and the graph as they are.</summary>
internal static class TaskGradients
{
    /// <param name="means">(K) with its graph.</param>
    /// <param name="at">What they depend on, of n elements.</param>
    /// <returns>(K, n), float32, without a graph.</returns>
    public static Tensor Of(Tensor means, Tensor at)
    {
        var rows = new Tensor[means.shape[0]];
        for (var task = 0; task < rows.Length; task++)
        {
            rows[task] = autograd.grad([means[task]], [at], retain_graph: true)[0].flatten().to(ScalarType.Float32);
        }

        return stack(rows).detach();
    }
}
