using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Convolution = HeadTracker.Training.Networks.Convolution;
using PixelPropagation = HeadTracker.Training.Networks.PixelPropagation;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>
/// Multiplications with an addition that a network takes for one image: those of its convolutions and dense layers, as is usual, and of products of all places
/// with all where a network has them. What they are follows from
/// the layers' weights and from the sizes of what they give, which one run on an empty image tells. "FLOPs" are twice as many to some, and these to others.
/// </summary>
public static class MultiplyAdds
{
    /// <param name="network">Left as it was; run in evaluation mode, where its statistics stay.</param>
    /// <param name="height">Of the image in pixels.</param>
    /// <param name="width">Of the image in pixels.</param>
    public static long Of<TOutput>(nn.Module<Tensor, TOutput> network, int height, int width) =>
        Of([network], height, width, image => network.call(image));

    /// <summary>Of networks that work together, such as a trunk and its heads; layers that run twice count twice.</summary>
    /// <param name="networks">All of them, on one device.</param>
    /// <param name="height">Of the image in pixels.</param>
    /// <param name="width">Of the image in pixels.</param>
    /// <param name="forward">Runs them on an image (1, 3, height, width); layers run by <c>forward</c> instead of <c>call</c> are not seen.</param>
    public static long Of(IReadOnlyList<nn.Module> networks, int height, int width, Action<Tensor> forward)
    {
        long count = 0;
        var modules = networks.SelectMany(network => network.modules().Prepend(network)).ToHashSet<nn.Module>(ReferenceEqualityComparer.Instance).ToArray();
        var modes = modules.Select(module => module.training).ToArray();
        var removals = new List<Action>();
        try
        {
            foreach (var module in modules)
            {
                module.eval();
                if (module is PixelPropagation pairs)
                {
                    removals.Add(pairs.register_forward_hook((_, features, output) =>
                    {
                        count += pairs.WorkOf(features);
                        return output;
                    }).remove);
                }

                if (WeightOf(module) is not { } weight) continue;
                var hook = ((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, _, output) =>
                {
                    // Each output of a layer, at each place of the image, is a sum over its row of the weights.
                    count += output.numel() / weight.shape[0] * weight.numel();
                    return output;
                });
                removals.Add(hook.remove);
            }

            using var none = no_grad();
            using var scope = NewDisposeScope();
            forward(zeros(1, 3, height, width, device: networks[0].parameters().First().device));
        }
        finally
        {
            foreach (var remove in removals) remove();
            for (var i = 0; i < modules.Length; i++) modules[i].train(modes[i]);
        }

        return count;
    }

    /// <summary>(outputs, …).</summary>
    private static Parameter? WeightOf(nn.Module module) => module switch
    {
        Convolution layer => layer.Weight,
        Conv2d layer => layer.weight,
        Linear layer => layer.weight,
        _ => null,
    };
}
