using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Starts a wide encoder from a narrow one, as the same function (Net2WiderNet, Chen et al. 2016): what was learnt is kept, and training goes on
/// with more channels.
/// </summary>
public static class Widening
{
    /// <summary>
    /// Channel c of every tensor becomes channel c mod n of the narrow one's n. A convolution shares each of its weights out at random among the copies of the
    /// channel that it reads: their sum stays, and copies get different gradients, without which they would stay copies.
    /// </summary>
    /// <param name="source">The narrow encoder.</param>
    /// <param name="target">As deep and at least as wide, on the same device; receives weights and batch norms' statistics.</param>
    public static void Copy(ResNet source, ResNet target)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var weights = source.state_dict();
        foreach (var (key, tensor) in target.state_dict()) tensor.copy_(Widen(weights[key], tensor.shape));
    }

    /// <param name="narrow">A convolution's (outputs, inputs, k, k), a batch norm's (channels), or its counter ().</param>
    /// <param name="shape">The wide one's.</param>
    private static Tensor Widen(Tensor narrow, long[] shape)
    {
        if (narrow.shape.SequenceEqual(shape)) return narrow;
        var outputs = narrow.index_select(0, CopiedFrom(narrow.shape[0], shape[0], narrow.device));
        if (shape.Length == 1) return outputs;

        var inputs = CopiedFrom(narrow.shape[1], shape[1], narrow.device);
        var parts = rand(shape[0], shape[1], device: narrow.device) + 0.5;
        var sums = zeros([shape[0], narrow.shape[1]], device: narrow.device).index_add(1, inputs, parts, 1);
        var shares = parts / sums.index_select(1, inputs);
        return outputs.index_select(1, inputs) * shares.unsqueeze(-1).unsqueeze(-1);
    }

    private static Tensor CopiedFrom(long narrow, long wide, Device device) => arange(wide, ScalarType.Int64, device).remainder(narrow);
}
