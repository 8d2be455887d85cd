using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>What gradients are divided by before their common direction is sought.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GradientScale>))]
public enum GradientScale
{
    /// <summary>Nothing: the smallest gradient decides.</summary>
    None,

    /// <summary>Each by its length.</summary>
    Length,

    /// <summary>Each by its task's loss.</summary>
    Loss,
}

/// <summary>A step that no task loses by.</summary>
public sealed record MgdaOptions : BalanceOptions
{
    public GradientScale Scale { get; init; } = GradientScale.Length;

    public override bool NeedsShared => true;

    public override Balancer Create(BalancerPlan plan) => new MgdaBalancer(plan, Scale);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
    }
}

/// <summary>
/// The multiple gradient descent algorithm (Désidéri 2012; Sener and Koltun 2018; thesis 3.2.1): the shortest convex combination of the tasks' gradients
/// <code>min over α ≥ 0, Σα = 1 of ‖Σ_i α_i g_i/n_i‖²,   L = Σ_i w_i L_i,   w_i ∝ α_i/n_i, Σw = 1</code>
/// is a direction along which no task's loss rises. g is taken at the shared features (Sener and Koltun's upper bound), n as <see cref="GradientScale"/>
/// says. The tasks' own layers learn with w as well.
/// </summary>
public sealed class MgdaBalancer(BalancerPlan plan, GradientScale scale) : Balancer(plan)
{
    private const double Least = 1e-12;

    protected override Tensor Weigh(TaskLosses losses)
    {
        var gradients = TaskGradients.AtFeatures(losses);
        var divisors = scale switch
        {
            GradientScale.Length => gradients.norm(1),
            GradientScale.Loss => losses.Means.detach(),
            _ => ones_like(losses.Means),
        };
        var scaled = (gradients / (divisors + Least).unsqueeze(1)).to(ScalarType.Float64);
        var alphas = MinimumNorm.Of(scaled.mm(scaled.t()).cpu().data<double>().ToArray(), Count);
        var weights = tensor(alphas, ScalarType.Float32, device: Plan.Device) / (divisors + Least);
        return Sum(weights / weights.sum(), losses.Means);
    }
}
