using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Import;

/// <summary>
/// Gives folded batch norms statistics and scales again. Folded, a norm is x + b, with a mean of 0 and a variance of 1 that are not those of what comes in:
/// training, which normalises by the batch, would change every layer's scale at its first step. With mean μ and variance σ² of what comes in on real faces,
/// and √(σ² + ε) and b + μ for weight and bias, the norm is the same function, in evaluation and, nearly, in training.
/// </summary>
internal static class FoldedNorms
{
    /// <summary>Measures and replaces the norms' tensors.</summary>
    /// <param name="encoder">In evaluation mode; its features stay what they are.</param>
    /// <param name="images">Batches (B, 3, H, W) of one size, normalised; several hundred faces tell enough.</param>
    public static void Measure(ResNet encoder, IEnumerable<Tensor> images)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var norms = encoder.modules().OfType<BatchNorm>().ToArray();
        var means = Array.ConvertAll(norms, _ => new List<Tensor>());
        var squares = Array.ConvertAll(norms, _ => new List<Tensor>());
        var hooks = norms.Select((norm, i) => norm.register_forward_pre_hook((_, input) =>
        {
            var values = input.to(ScalarType.Float64);
            means[i].Add(values.mean([0, 2, 3]).DetachFromDisposeScope());
            squares[i].Add(values.square().mean([0, 2, 3]).DetachFromDisposeScope());
            return input;
        })).ToArray();
        foreach (var batch in images) encoder.call(batch);
        foreach (var hook in hooks) hook.remove();

        for (var i = 0; i < norms.Length; i++)
        {
            var mean = stack(means[i]).mean([0]);
            norms[i].Renormalise(mean.to(ScalarType.Float32), (stack(squares[i]).mean([0]) - mean.square()).clamp_min(0).to(ScalarType.Float32));
        }

        foreach (var kept in means.Concat(squares).SelectMany(batches => batches)) kept.Dispose();
    }
}
