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
    private readonly Parameter[] parameters;
    private readonly (double Mean, double Variance) betas;
    private readonly double epsilon;

    /// <param name="parameters">Changed by <see cref="Step"/>; not owned.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="betas">β₁ and β₂; null is 0.9 and 0.999.</param>
    /// <param name="epsilon">ε.</param>
    public AdaBelief(IEnumerable<Parameter> parameters, double learningRate, (double Mean, double Variance)? betas = null, double epsilon = 1e-8)
    {
        this.parameters = [.. parameters];
        this.betas = betas ?? (0.9, 0.999);
        this.epsilon = epsilon;
        LearningRate = learningRate;
        Means = [.. this.parameters.Select(State)];
        Variances = [.. this.parameters.Select(State)];
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
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    public void Step()
    {
        Steps++;
        using var none = no_grad();
        var meanCorrection = 1 - Math.Pow(betas.Mean, Steps);
        var varianceCorrection = 1 - Math.Pow(betas.Variance, Steps);
        for (var i = 0; i < parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            if (parameters[i].grad is not { } gradient) continue;
            var mean = Means[i].mul_(betas.Mean).add_(gradient, 1 - betas.Mean);
            var surprise = gradient - mean;
            var variance = Variances[i].mul_(betas.Variance).addcmul_(surprise, surprise, 1 - betas.Variance).add_(epsilon);
            var divisor = (variance / varianceCorrection).sqrt_().add_(epsilon);
            parameters[i].addcdiv_(mean, divisor, -LearningRate / meanCorrection);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Means.Concat(Variances)) tensor.Dispose();
    }

    /// <summary>Outlives the dispose scope the optimiser is made in.</summary>
    private static Tensor State(Parameter parameter) => parameter.zeros_like().DetachFromDisposeScope();
}
