using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Optimisers;

/// <summary>
/// AdaBelief (Zhuang et al. 2020, algorithm 2), which the HMTL paper trains with: Adam whose steps shrink where gradients differ from their
/// running mean, not where they are large:
/// <code>
/// m ← β₁ m + (1-β₁) g
/// s ← β₂ s + (1-β₂) (g - m)² + ε
/// θ ← θ - η · m/(1-β₁ᵗ) / (√(s/(1-β₂ᵗ)) + ε)
/// </code>
/// </summary>
public sealed class AdaBelief : IOptimiser
{
    private readonly Parameter[] _parameters;
    private readonly (double Mean, double Variance) _betas;
    private readonly double _epsilon;

    /// <param name="parameters">Changed by <see cref="Step"/>; not owned.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="betas">β₁ and β₂; null is 0.9 and 0.999.</param>
    /// <param name="epsilon">ε.</param>
    public AdaBelief(IEnumerable<Parameter> parameters, double learningRate, (double Mean, double Variance)? betas = null, double epsilon = 1e-8)
    {
        _parameters = [.. parameters];
        _betas = betas ?? (0.9, 0.999);
        _epsilon = epsilon;
        LearningRate = learningRate;
        Means = [.. _parameters.Select(State)];
        Variances = [.. _parameters.Select(State)];
        Moments = new Dictionary<string, IReadOnlyList<Tensor>> { ["exp_avg"] = Means, ["exp_avg_var"] = Variances };
    }

    public string Name => "adabelief";

    /// <summary>η of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>t: steps done.</summary>
    public long Steps { get; set; }

    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Moments { get; }

    /// <summary>m of every parameter, in their order.</summary>
    public IReadOnlyList<Tensor> Means { get; }

    /// <summary>s of every parameter, in their order.</summary>
    public IReadOnlyList<Tensor> Variances { get; }

    public void ZeroGradients()
    {
        using var none = no_grad();
        foreach (var parameter in _parameters)
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    public void Step()
    {
        Steps++;
        using var none = no_grad();
        var meanCorrection = 1 - Math.Pow(_betas.Mean, Steps);
        var varianceCorrection = 1 - Math.Pow(_betas.Variance, Steps);
        for (var i = 0; i < _parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            if (_parameters[i].grad is not { } gradient) continue;
            var mean = Means[i].mul_(_betas.Mean).add_(gradient, 1 - _betas.Mean);
            var surprise = gradient - mean;
            var variance = Variances[i].mul_(_betas.Variance).addcmul_(surprise, surprise, 1 - _betas.Variance).add_(_epsilon);
            var divisor = (variance / varianceCorrection).sqrt_().add_(_epsilon);
            _parameters[i].addcdiv_(mean, divisor, -LearningRate / meanCorrection);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Means.Concat(Variances)) tensor.Dispose();
    }

    /// <summary>Outlives the dispose scope the optimiser is made in.</summary>
    private static Tensor State(Parameter parameter) => parameter.zeros_like().DetachFromDisposeScope();
}
