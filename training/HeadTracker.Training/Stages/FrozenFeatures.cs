using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What an encoder says of a whole set, and what probes are to make of it. In the dispose scope of whoever asked for it.</summary>
/// <param name="Features">float32 (N, features), pooled; with lasso (N, units, features).</param>
/// <param name="Labels">Of each probe, in their order.</param>
internal sealed record FrozenFeatures(Tensor Features, IReadOnlyList<ProbeLabels> Labels)
{
    /// <param name="network">In evaluation mode.</param>
    /// <param name="set">With label maps where a probe needs them.</param>
    /// <param name="probes">What they are asked for.</param>
    /// <param name="options">The stage, which says what of the network they see.</param>
    /// <param name="context">The stage's.</param>
    public static FrozenFeatures Of(PoseNetwork network, FaceSet set, IReadOnlyList<IProbe> probes, ProbeStageOptions options, StageContext context)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var maps = probes.Any(probe => probe.Task.NeedsMaps) ? FaceMapSet.Open(set) : null;
        var features = new List<Tensor>();
        var labels = probes.Select(_ => new List<ProbeLabels>()).ToArray();
        foreach (var batch in set.InBatches(context.Experiment.Optimiser.Batch))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            features.Add(FeaturesOf(network.Backbone, batch.Images, options, context).MoveToOuterDisposeScope());
            var truth = maps?.LabelsOf(batch, scenes: []);
            for (var i = 0; i < labels.Length; i++) labels[i].Add(probes[i].LabelsOf(batch.Degrees, truth).MoveToOuterDisposeScope());
        }

        return new FrozenFeatures(cat(features).MoveToOuterDisposeScope(), [.. labels.Select(parts => ProbeLabels.Join(parts).MoveToOuterDisposeScope())]);
    }

    private static Tensor FeaturesOf(ResNet encoder, Tensor images, ProbeStageOptions options, StageContext context)
    {
        var input = context.Normalizer.Apply(options.Harmonise ? Lightness.Of(images) : images);
        return options.Lasso is null
            ? Pooled(encoder.FeaturesAt(input, options.Point))
            : stack([.. encoder.UnitsOf(input, options.Point).Select(Pooled)], 1);

        static Tensor Pooled(Tensor features) => features.mean([2, 3], type: ScalarType.Float32);
    }
}
