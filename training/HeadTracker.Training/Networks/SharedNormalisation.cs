using HeadTracker.Training.Distributed;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What a batch norm keeps for evaluation, and how it learns that.</summary>
/// <param name="Mean">(C), changed in place.</param>
/// <param name="Variance">(C), unbiased, changed in place.</param>
/// <param name="Momentum">The share of a new batch.</param>
/// <param name="Epsilon">Added to variances.</param>
internal sealed record RunningStatistics(Tensor Mean, Tensor Variance, double Momentum, double Epsilon);

/// <summary>
/// Batch normalisation over the samples of all processes: with x̂ = (x - μ)/σ, μ and σ² of the n values of a channel in all of them,
/// <code>y = γ x̂ + β,   ∂L/∂x = γ/σ · (g - (Σg)/n - x̂ · (Σ g x̂)/n),   ∂L/∂γ = Σ g x̂,   ∂L/∂β = Σ g</code>
/// with sums over all processes in the first gradient, and over this one's values in those of γ and β, which are summed with all other parameters'.
/// </summary>
internal sealed class SharedNormalisation : autograd.SingleTensorFunction<SharedNormalisation>
{
    private const string Group = "group", Values = "values";

    private static readonly long[] Positions = [0, 2, 3];

    public override string Name => nameof(SharedNormalisation);

    /// <param name="input">(B, C, H, W), this process's part; float32 or bfloat16.</param>
    /// <param name="weight">γ (C).</param>
    /// <param name="bias">β (C).</param>
    /// <param name="running">Takes the batch's statistics in.</param>
    /// <param name="group">Whose parts are the batch.</param>
    public static Tensor Apply(Tensor input, Parameter weight, Parameter bias, RunningStatistics running, ProcessGroup group) =>
        apply(input, weight, bias, running, group);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        var (running, group) = ((RunningStatistics)vars[3], (ProcessGroup)vars[4]);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (mean, variance, values) = StatisticsOf(input, group);

        running.Mean.mul_(1 - running.Momentum).add_(mean * running.Momentum);
        running.Variance.mul_(1 - running.Momentum).add_(variance * (running.Momentum * values / (values - 1)));
        var inverse = (variance + running.Epsilon).rsqrt();
        ctx.save_for_backward([input, weight, mean.MoveToOuterDisposeScope(), inverse.MoveToOuterDisposeScope()]);
        ctx.save_data(Group, group);
        ctx.save_data(Values, values);
        // libtorch's own, with these statistics for fixed ones.
        return functional.batch_norm(input, mean, variance, weight, bias, training: false, running.Momentum, running.Epsilon).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var saved = ctx.get_saved_variables();
        var (input, weight, mean, inverse) = (saved[0], saved[1], saved[2], saved[3]);
        var gradient = grad_output.to(ScalarType.Float32);
        var normalised = (input.to(ScalarType.Float32) - PerChannel(mean)) * PerChannel(inverse);
        var ofWeight = (gradient * normalised).sum(Positions);
        var ofBias = gradient.sum(Positions);

        var sums = stack([ofWeight, ofBias]).to(ScalarType.Float64);
        ((ProcessGroup)ctx.get_data(Group)).Sum(sums);
        var means = (sums / (double)ctx.get_data(Values)).to(ScalarType.Float32);
        var ofInput = (gradient - PerChannel(means[1]) - normalised * PerChannel(means[0])) * PerChannel(weight * inverse);
        return [ofInput.to(input.dtype).MoveToOuterDisposeScope(), ofWeight.MoveToOuterDisposeScope(), ofBias.MoveToOuterDisposeScope(), null!, null!];
    }

    /// <summary>
    /// Of all processes' values of each channel the mean and the biased variance, both float32 (C), and how many there are. In one exchange: this one's
    /// n, n·μ and n·(σ² + μ²) are added to the others' in float64, in which the difference below loses nothing that float32 would keep.
    /// </summary>
    private static (Tensor Mean, Tensor Variance, double Values) StatisticsOf(Tensor input, ProcessGroup group)
    {
        var own = input.to(ScalarType.Float32);
        var count = (double)(own.numel() / own.shape[1]);
        var mean = own.mean(Positions).to(ScalarType.Float64);
        var variance = own.var(Positions, unbiased: false).to(ScalarType.Float64);
        var sums = stack([full_like(mean, count), mean * count, (variance + mean * mean) * count]);
        group.Sum(sums);
        var all = sums[0][0].item<double>();
        var together = sums[1] / all;
        return (together.to(ScalarType.Float32), (sums[2] / all - together * together).clamp_min(0).to(ScalarType.Float32), all);
    }

    private static Tensor PerChannel(Tensor values) => values.view(1, -1, 1, 1);
}
