using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>A task's loss of every sample, with its graph.</summary>
/// <param name="Losses">float32 (B); 0 where the label is not known.</param>
/// <param name="Known">bool (B).</param>
public readonly record struct SampleLosses(Tensor Losses, Tensor Known)
{
    /// <summary>The mean over each sample's known places.</summary>
    /// <param name="losses">float32 (B, …); may be anything, even no number, where the mask is false.</param>
    /// <param name="mask">bool of the same shape, or of one that broadcasts to it.</param>
    public static SampleLosses MeanOver(Tensor losses, Tensor mask) => Of(losses, mask, mean: true);

    /// <summary>The sum over each sample's known places.</summary>
    /// <inheritdoc cref="MeanOver"/>
    public static SampleLosses SumOver(Tensor losses, Tensor mask) => Of(losses, mask, mean: false);

    /// <summary>Hands both on to the dispose scope outside of the present one.</summary>
    public SampleLosses MoveToOuterDisposeScope() => new(Losses.MoveToOuterDisposeScope(), Known.MoveToOuterDisposeScope());

    private static SampleLosses Of(Tensor losses, Tensor mask, bool mean)
    {
        using var scope = NewDisposeScope();
        var known = mask.expand(losses.shape);
        var sums = where(known, losses, zeros_like(losses)).reshape(losses.shape[0], -1).sum(1);
        var counts = known.reshape(losses.shape[0], -1).sum(1);
        return new SampleLosses(mean ? sums / counts.clamp_min(1) : sums, counts.gt(0)).MoveToOuterDisposeScope();
    }
}
