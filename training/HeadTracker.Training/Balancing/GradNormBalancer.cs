using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>Weights under which all tasks' gradients are of a size and all tasks learn at a pace.</summary>
public sealed record GradNormOptions : BalanceOptions
{
    /// <summary>α: how much more a task gets that learns slower than the others.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>By how much, in proportion, a weight changes in a step at most.</summary>
    public double LearningRate { get; init; } = 0.025;

    public override bool NeedsShared => true;

    public override Balancer Create(BalancerPlan plan) => new GradNormBalancer(plan, Alpha, LearningRate);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        Require(Alpha >= 0, stage, $"alpha is {Alpha}; give 0 or more");
        Require(LearningRate is > 0 and < 1, stage, $"learningRate is {LearningRate}; give a number above 0 and below 1");
    }
}

/// <summary>
/// GradNorm (Chen et al. 2018; thesis, eq. 3.7): with W the last shared layer's weights, L(0) a task's first loss and
/// <code>G_i = w_i ‖∇_W L_i‖,   r_i = (L_i/L_i(0)) / mean_j (L_j/L_j(0))</code>
/// it minimises Σ_i |G_i - Ḡ r_i^α| over w, the target taken as a constant, and keeps Σ w at the number of tasks.
/// </summary>
/// <remarks>
/// The derivative by ln w_i is sign(G_i - target_i)·G_i, no second backward pass is needed. Steps are taken in ln w, which keeps weights positive, of a
/// fixed length as Adam's are under a constant sign, and end at the target where it is nearer. L(0) is the mean of the first 20 steps, in which
/// all weights are 1: one batch's loss says little.
/// </remarks>
public sealed class GradNormBalancer : Balancer
{
    private const int FirstSteps = 20;
    private const double Least = 1e-12;

    private readonly double _alpha, _rate;
    private readonly Tensor _logWeights, _firstSum, _steps;

    public GradNormBalancer(BalancerPlan plan, double alpha, double learningRate)
        : base(plan)
    {
        (_alpha, _rate) = (alpha, learningRate);
        _logWeights = KeepOfTasks("logWeights");
        _firstSum = KeepOfTasks("firstSum");
        _steps = KeepNumber("steps");
    }

    protected override Tensor Weigh(TaskLosses losses)
    {
        var loss = Sum(_logWeights.exp(), losses.Means);
        if (_steps.item<float>() < FirstSteps)
        {
            _firstSum.add_(losses.Means.detach());
            _steps.add_(1);
        }
        else
        {
            Learn(losses.Means.detach(), TaskGradients.AtWeight(losses).norm(1));
        }

        return loss;
    }

    /// <param name="means">The tasks' losses (K).</param>
    /// <param name="norms">‖∇_W L_i‖ (K).</param>
    private void Learn(Tensor means, Tensor norms)
    {
        var progress = means * FirstSteps / _firstSum;
        var gradients = _logWeights.exp() * norms;
        var targets = gradients.mean() * (progress / progress.mean()).pow(_alpha);
        _logWeights.add_(((targets + Least) / (gradients + Least)).log().clamp(-_rate, _rate));
        _logWeights.sub_(_logWeights.logsumexp(0) - Math.Log(Count));
    }
}
