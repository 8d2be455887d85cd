using HeadTracker.Training.Distributed;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Batch normalisation of maps (Ioffe and Szegedy 2015), with torchvision's names. Where several processes train, each normalises by its own part of a
/// batch, as in PyTorch's DistributedDataParallel, unless <see cref="Synchronise"/> has been called.
/// </summary>
public sealed class BatchNorm : Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    private readonly double _momentum;
    private ProcessGroup _group = ProcessGroup.Alone;

    /// <param name="channels">Of the maps.</param>
    /// <param name="momentum">The share of a new batch in the statistics for evaluation.</param>
    public BatchNorm(int channels, double momentum = 0.1)
        : base(nameof(BatchNorm))
    {
        _momentum = momentum;
        _weight = new Parameter(ones(channels).DetachFromDisposeScope());
        _bias = new Parameter(zeros(channels).DetachFromDisposeScope());
        register_buffer("running_mean", zeros(channels).DetachFromDisposeScope());
        register_buffer("running_var", ones(channels).DetachFromDisposeScope());
        register_buffer("num_batches_tracked", tensor(0L).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>Lets all batch norms of a module take mean and variance over the whole batch, whichever processes its samples are in.</summary>
    /// <param name="module">Every process's, of the same structure.</param>
    /// <param name="group">Those that share each batch.</param>
    public static void Synchronise(Module module, ProcessGroup group)
    {
        foreach (var norm in module.modules().Prepend(module).OfType<BatchNorm>()) norm._group = group;
    }

    /// <summary>Takes other statistics for evaluation, and weights with which it stays the function that it is there.</summary>
    /// <param name="mean">Of each channel.</param>
    /// <param name="variance">Of each channel.</param>
    internal void Renormalise(Tensor mean, Tensor variance)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (oldMean, oldVariance) = (get_buffer("running_mean")!, get_buffer("running_var")!);
        var slope = _weight / (oldVariance + Epsilon).sqrt();
        _bias.add_(slope * (mean - oldMean));
        _weight.copy_(slope * (variance + Epsilon).sqrt());
        oldMean.copy_(mean);
        oldVariance.copy_(variance);
    }

    /// <summary>(B, C, H, W), float32 or bfloat16 → the same shape and type.</summary>
    public override Tensor forward(Tensor input)
    {
        var (mean, variance) = (get_buffer("running_mean")!, get_buffer("running_var")!);
        if (training)
        {
            using var none = no_grad();
            get_buffer("num_batches_tracked")!.add_(1);
        }

        return training && !_group.IsAlone
            ? SharedNormalisation.Apply(input, _weight, _bias, new(mean, variance, _momentum, Epsilon), _group)
            : functional.batch_norm(input, mean, variance, _weight, _bias, training, _momentum, Epsilon);
    }
}
