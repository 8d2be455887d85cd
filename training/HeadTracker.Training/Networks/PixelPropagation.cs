using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Tasks spread their features along each other's pixel affinities (PAP-Net: Zhang et al. 2019; thesis of Vandenhende 2022, eq. 3.3):
/// <code>M̂_j = Σ_i α_i^j M_i,   F_j ← M̂_j F_j</code>
/// M_i holds the correlations of task i's features at every two places. Rows of it sum to 1 and so do the α, so that what is spread stays in its range.
/// </summary>
public sealed class PixelPropagation : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>
{
    /// <summary>Cells a side at which affinities are taken: M has as many entries as there are pairs of places, 2²⁰ for this.</summary>
    private const int LargestSide = 32;

    [ComponentName(Name = "mixture")]
    private readonly Parameter _mixture;

    private readonly IReadOnlyList<HeadShape> _tasks;

    /// <param name="tasks">All whose affinities are used; those that are not auxiliary spread.</param>
    public PixelPropagation(IReadOnlyList<HeadShape> tasks)
        : base(nameof(PixelPropagation))
    {
        _tasks = tasks;
        _mixture = new Parameter(zeros(tasks.Count(task => !task.Auxiliary), tasks.Count));
        RegisterComponents();
    }

    /// <summary>α, (main tasks, all tasks); rows sum to 1.</summary>
    public Tensor Mixture => _mixture.softmax(1);

    /// <summary>(B, C, H, W) of every task → the same of those that are not auxiliary, in their order.</summary>
    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> features)
    {
        using var scope = NewDisposeScope();
        var side = SideOf(features);
        var coarse = features.Select(map => map.shape[2] <= side && map.shape[3] <= side ? map : functional.adaptive_avg_pool2d(map, [side, side])).ToArray();
        var affinities = stack(coarse.Select(AffinityOf).ToArray(), 1);
        var mixed = (Mixture.unsqueeze(0).unsqueeze(-1).unsqueeze(-1) * affinities.unsqueeze(1)).sum(2);
        return [.. _tasks.Index().Where(task => !task.Item.Auxiliary).Select((task, row) =>
            Spread(features[task.Index], coarse[task.Index], mixed.select(1, row)).MoveToOuterDisposeScope())];
    }

    /// <summary>Multiply-adds of its products of matrices: an affinity of every task, a mixture of them and a spreading for every main one.</summary>
    internal long WorkOf(IReadOnlyList<Tensor> features)
    {
        var (height, width) = (Math.Min(features[0].shape[2], SideOf(features)), Math.Min(features[0].shape[3], SideOf(features)));
        var (pairs, channels) = (features[0].shape[0] * height * width * height * width, features[0].shape[1]);
        return pairs * (_tasks.Count * channels + _mixture.numel() + _mixture.shape[0] * channels);
    }

    /// <summary>(B, C, H, W) → M, float32 (B, HW, HW): softmax over each row of the features' scaled products.</summary>
    internal static Tensor AffinityOf(Tensor features)
    {
        using var scope = NewDisposeScope();
        var flat = features.to(ScalarType.Float32).flatten(2);
        return flat.transpose(1, 2).matmul(flat / Math.Sqrt(flat.shape[1])).softmax(2).MoveToOuterDisposeScope();
    }

    private static long SideOf(IReadOnlyList<Tensor> features) => Math.Min(LargestSide, Math.Max(features[0].shape[2], features[0].shape[3]));

    /// <summary>Adds to the features what spreading changes of their coarse ones, which is M̂F itself where these are the same.</summary>
    /// <param name="features">(B, C, H, W).</param>
    /// <param name="coarse">The same at h×w cells.</param>
    /// <param name="affinity">float32 (B, hw, hw), rows of sum 1.</param>
    internal static Tensor Spread(Tensor features, Tensor coarse, Tensor affinity)
    {
        using var scope = NewDisposeScope();
        var flat = coarse.to(ScalarType.Float32).flatten(2);
        var change = (flat.matmul(affinity.transpose(1, 2)) - flat).view(coarse.shape).to(features.dtype);
        return (features + Scaling.To(change, features)).MoveToOuterDisposeScope();
    }
}
