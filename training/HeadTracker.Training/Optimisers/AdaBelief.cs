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
/// θ ← θ - η · r · m/(1-β₁ᵗ) / (√(s/(1-β₂ᵗ)) + ε)
/// </code>
/// Rectified as in RAdam (Liu et al. 2020), which the HMTL authors' TensorFlow version does unless told not to: with ρ∞ = 2/(1-β₂) - 1 and
/// ρ = ρ∞ - 2t β₂ᵗ/(1-β₂ᵗ), r is √((ρ-4)(ρ-2)ρ∞ / ((ρ∞-4)(ρ∞-2)ρ)); while ρ is below 5, s is too young to divide by, and the step is
/// η · m/(1-β₁ᵗ) alone. Otherwise r is 1.
/// </summary>
public sealed class AdaBelief : IOptimiser
{
    /// <summary>Of the running average of s, in steps, from which on it is trusted.</summary>
    private const double LeastLength = 5;

    private readonly Parameter[] _parameters;
    private readonly (double Mean, double Variance) _betas;
    private readonly double _epsilon;
    private readonly bool _rectify;

    /// <param name="parameters">Changed by <see cref="Step"/>; not owned.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="betas">β₁ and β₂; null is 0.9 and 0.999.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="rectify">Whether steps are rectified.</param>
    public AdaBelief(
        IEnumerable<Parameter> parameters, double learningRate, (double Mean, double Variance)? betas = null, double epsilon = 1e-14, bool rectify = true)
    {
        _parameters = [.. parameters];
        _betas = betas ?? (0.9, 0.999);
        _epsilon = epsilon;
        _rectify = rectify;
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

    public void ZeroGradients() => IOptimiser.Zero(_parameters);

    public void Step()
    {
        Steps++;
        using var none = no_grad();
        var meanCorrection = 1 - Math.Pow(_betas.Mean, Steps);
        var varianceCorrection = 1 - Math.Pow(_betas.Variance, Steps);
        var rectification = _rectify ? Rectification(_betas.Variance, Steps, varianceCorrection) : 1;
        for (var i = 0; i < _parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            if (_parameters[i].grad is not { } gradient) continue;
            var mean = Means[i].mul_(_betas.Mean).add_(gradient, 1 - _betas.Mean);
            var surprise = gradient - mean;
            var variance = Variances[i].mul_(_betas.Variance).addcmul_(surprise, surprise, 1 - _betas.Variance).add_(_epsilon);
            if (rectification is { } factor)
            {
                var divisor = (variance / varianceCorrection).sqrt_().add_(_epsilon);
                _parameters[i].addcdiv_(mean, divisor, -LearningRate * factor / meanCorrection);
            }
            else
            {
                _parameters[i].add_(mean, -LearningRate / meanCorrection);
            }
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Means.Concat(Variances)) tensor.Dispose();
    }

    /// <summary>r, or null while there is no telling.</summary>
    private static double? Rectification(double beta, long step, double correction)
    {
        var all = 2 / (1 - beta) - 1;
        var now = all - 2 * step * (1 - correction) / correction;
        return now < LeastLength ? null : Math.Sqrt((now - 4) * (now - 2) * all / ((all - 4) * (all - 2) * now));
    }

    /// <summary>Outlives the dispose scope the optimiser is made in.</summary>
    private static Tensor State(Parameter parameter) => parameter.zeros_like().DetachFromDisposeScope();
}
