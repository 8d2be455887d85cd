using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Distributed;

/// <summary>
/// The part of every batch that this process puts through the network. Losses are of the whole batch in every process: each adds the others' outputs to
/// its own, and its parameters' gradients, summed over the processes, are those of the whole batch, whatever the loss is.
/// </summary>
/// <param name="Group">The processes.</param>
/// <param name="Total">Samples of a whole batch.</param>
public sealed record BatchShare(ProcessGroup Group, int Total)
{
    /// <summary>The first sample that falls to this process, and how many do.</summary>
    public (int First, int Count) Range { get; } = Group.ShareOf(Total);

    /// <summary>This process's part of a tensor of the whole batch, a view.</summary>
    public Tensor Of(Tensor whole) => whole.narrow(0, Range.First, Range.Count);

    /// <summary>The whole batch's tensor out of every process's part, (Total, …), float32, with the graph of this process's part.</summary>
    /// <param name="part">(Range.Count, …) of floating point.</param>
    public Tensor Whole(Tensor part)
    {
        using var scope = NewDisposeScope();
        var own = part.to(ScalarType.Float32);
        var (first, count) = Range;
        // Zeros where others have theirs: a sum with zeros is a copy, to the bit.
        var all = zeros([Total, .. part.shape[1..]], ScalarType.Float32, part.device);
        using (no_grad()) all.narrow(0, first, count).copy_(own);
        Group.Sum(all);
        return cat([all.narrow(0, 0, first), own, all.narrow(0, first + count, Total - first - count)]).MoveToOuterDisposeScope();
    }
}
