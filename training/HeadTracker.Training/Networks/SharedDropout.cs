using HeadTracker.Training.Distributed;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Dropout (Srivastava et al. 2014) of vectors. Where several processes share a batch, each draws the lots of all its samples and takes its own: seeded
/// alike, they drop what one process would.
/// </summary>
public sealed class SharedDropout(double rate) : Module<Tensor, Tensor>(nameof(SharedDropout))
{
    private BatchShare? _share;

    /// <summary>Lets all of a module's take their part of each batch's lots.</summary>
    public static void Share(Module module, BatchShare share)
    {
        foreach (var dropout in module.modules().Prepend(module).OfType<SharedDropout>()) dropout._share = share;
    }

    /// <summary>(B, C) → the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        if (_share is not { } share || !training) return functional.dropout(input, rate, training);
        using var scope = NewDisposeScope();
        var lots = functional.dropout(ones([share.Total, .. input.shape[1..]], input.dtype, input.device), rate, training);
        return (input * share.Of(lots)).MoveToOuterDisposeScope();
    }
}
