using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Optimisers;

/// <summary>
/// Stochastic gradient descent with momentum, where some parameters may learn at another rate than the rest:
/// <code>
/// v ← μ v + g + λ θ
/// θ ← θ - η f v
/// </code>
/// </summary>
public sealed class Sgd : IOptimiser
{
    /// <summary>μ.</summary>
    public const double Momentum = 0.9;

    private readonly (Parameter Parameter, double Factor)[] _parameters;
    private readonly Tensor[] _velocities;
    private readonly double _decay;

    /// <param name="parameters">Changed by <see cref="Step"/>, with the factor f of each; not owned.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="decay">λ: weight decay.</param>
    public Sgd(IEnumerable<(Parameter Parameter, double Factor)> parameters, double learningRate, double decay = 0)
    {
        _decay = decay;
        _parameters = [.. parameters];
        // They outlive the dispose scope that the optimiser is made in.
        _velocities = [.. _parameters.Select(entry => entry.Parameter.zeros_like().DetachFromDisposeScope())];
        LearningRate = learningRate;
        Moments = new Dictionary<string, IReadOnlyList<Tensor>> { ["momentum"] = _velocities };
    }

    public string Name => "sgd";

    /// <summary>η of the next step.</summary>
    public double LearningRate { get; set; }

    public long Steps { get; set; }

    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Moments { get; }

    public void ZeroGradients() => IOptimiser.Zero(_parameters.Select(entry => entry.Parameter));

    public void Step()
    {
        Steps++;
        using var none = no_grad();
        foreach (var ((parameter, factor), velocity) in _parameters.Zip(_velocities))
        {
            using var gradient = parameter.grad;
            if (gradient is null) continue;
            velocity.mul_(Momentum).add_(gradient);
            if (_decay > 0) velocity.add_(parameter, _decay);
            parameter.add_(velocity, -LearningRate * factor);
        }
    }

    public void Dispose()
    {
        foreach (var velocity in _velocities) velocity.Dispose();
    }
}
