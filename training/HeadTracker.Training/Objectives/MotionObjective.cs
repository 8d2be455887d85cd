using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Objectives;

/// <summary>Motion segmentation: the cross entropy of every cell, moving or still, averaged over the cells of which it is known.</summary>
public static class MotionObjective
{
    /// <param name="logits">float32 (B, 2, m, m): still, moving.</param>
    /// <param name="motion">int64 (B, M, M), M at least m: 1, 0, or -1 where it is not known.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(Tensor logits, Tensor motion)
    {
        using var scope = NewDisposeScope();
        return functional.cross_entropy(logits, Coarse(motion, (int)logits.shape[3]), ignore_index: -1).MoveToOuterDisposeScope();
    }

    /// <summary>What most of the known cells do that lie in each of m × m larger ones; -1 where none is known.</summary>
    internal static Tensor Coarse(Tensor motion, int cells)
    {
        using var scope = NewDisposeScope();
        var known = Shares(motion.ge(0));
        var moving = Shares(motion.eq(1));
        return (2 * moving).gt(known).to(ScalarType.Int64).masked_fill(known.eq(0), -1).MoveToOuterDisposeScope();

        Tensor Shares(Tensor mask) => functional.adaptive_avg_pool2d(mask.to(ScalarType.Float32).unsqueeze(1), cells).squeeze(1);
    }
}
