using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Optimisers;

/// <summary>
/// Changes parameters by their gradients. Between two steps, <see cref="Steps"/> and <see cref="Moments"/> are all of its state. It owns the
/// moments, not the parameters.
/// </summary>
public interface IOptimiser : IDisposable
{
    /// <summary>Names its moments in checkpoints.</summary>
    string Name { get; }

    /// <summary>Of the next step.</summary>
    double LearningRate { get; set; }

    /// <summary>Steps done.</summary>
    long Steps { get; set; }

    /// <summary>The running moments by name, each with a tensor per parameter in their order.</summary>
    IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Moments { get; }

    /// <summary>Zeroes the gradients in place.</summary>
    void ZeroGradients();

    /// <summary>Changes every parameter that has a gradient.</summary>
    void Step();

    /// <summary>Zeroes the gradients of parameters in place.</summary>
    internal static void Zero(IEnumerable<Parameter> parameters)
    {
        using var none = no_grad();
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }
}
