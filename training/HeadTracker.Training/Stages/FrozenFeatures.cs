using HeadTracker.Training.Networks;
using HeadTracker.Training.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What an encoder says of a whole set, and what probes are to make of it. In the dispose scope of whoever asked for it.</summary>
/// <param name="Features">float32 (N, features), pooled.</param>
/// <param name="Labels">Of each probe, in their order.</param>
internal sealed record FrozenFeatures(Tensor Features, IReadOnlyList<ProbeLabels> Labels)
{
    /// <param name="network">In evaluation mode.</param>
    /// <param name="set">With label maps where a probe needs them.</param>
    /// <param name="probes">What they are asked for.</param>
    /// <param name="context">The stage's.</param>
    public static FrozenFeatures Of(PoseNetwork network, FaceSet set, IReadOnlyList<IProbe> probes, StageContext context)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var maps = probes.Any(probe => probe.Task.NeedsMaps) ? FaceMapSet.Open(set) : null;
        var features = new List<Tensor>();
        var labels = probes.Select(_ => new List<ProbeLabels>()).ToArray();
        foreach (var batch in set.InBatches(context.Experiment.Optimiser.Batch))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            features.Add(network.PooledFeatures(context.Normalizer.Apply(batch.Images)).MoveToOuterDisposeScope());
            var truth = maps?.LabelsOf(batch, scenes: []);
            for (var i = 0; i < labels.Length; i++) labels[i].Add(probes[i].LabelsOf(batch.Degrees, truth).MoveToOuterDisposeScope());
        }

        return new FrozenFeatures(cat(features).MoveToOuterDisposeScope(), [.. labels.Select(parts => ProbeLabels.Join(parts).MoveToOuterDisposeScope())]);
    }
}
