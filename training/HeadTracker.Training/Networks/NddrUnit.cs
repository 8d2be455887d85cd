using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Discriminative dimensionality reduction (NDDR-CNN: Gao et al. 2019; thesis of Vandenhende 2022, 3.1.2): a 1×1 convolution for every task brings the
/// channels of all tasks' maps to as many as one has, then come batch norm and ReLU. At first each channel takes 0.9 of itself and shares of the same one of
/// the others, like a cross-stitch unit.
/// </summary>
public sealed class NddrUnit : FusionUnit
{
    /// <summary>Of the batch norms' running statistics, half of the usual one.</summary>
    private const double Momentum = 0.05;

    [ComponentName(Name = "convs")]
    private readonly ModuleList<Convolution> _convs;

    [ComponentName(Name = "norms")]
    private readonly ModuleList<BatchNorm> _norms;

    /// <param name="tasks">How many there are; at least 2.</param>
    /// <param name="channels">C.</param>
    public NddrUnit(int tasks, int channels)
        : base(nameof(NddrUnit))
    {
        _convs = ModuleList(Enumerable.Range(0, tasks).Select(_ => new Convolution(tasks * channels, channels, 1)).ToArray());
        _norms = ModuleList(Enumerable.Range(0, tasks).Select(_ => new BatchNorm(channels, momentum: Momentum)).ToArray());
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (task, conv) in _convs.Index())
        {
            var parts = Enumerable.Range(0, tasks).Select(from => eye(channels) * ShareOf(task, from, tasks)).ToArray();
            conv.Weight.copy_(cat(parts, 1).unsqueeze(-1).unsqueeze(-1));
        }

        RegisterComponents();
    }

    /// <summary>(C, tasks·C, 1, 1): what a task takes of all tasks' channels.</summary>
    public Parameter WeightOf(int task) => _convs[task].Weight;

    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> input)
    {
        using var scope = NewDisposeScope();
        var all = cat([.. input], 1);
        return [.. _convs.Zip(_norms).Select(task => task.Second.call(task.First.call(all)).relu_().MoveToOuterDisposeScope())];
    }
}
