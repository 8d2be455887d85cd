using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>
/// The contrastive losses of Vandenhende's thesis (2022), eq. 7.1 and 7.2, of unit vectors, averaged over positives and batch as its algorithms 2 and 3 do:
/// <code>
/// L_inst = -log( e^{a·p/τ} / (e^{a·p/τ} + Σ_{q ∈ queue} e^{p·q/τ}) )
/// L_nn   = -1/k Σ_{q ∈ N_p} log( e^{q·p/τ} / Σ_{q' ∈ queue} e^{q'·p/τ} )
/// </code>
/// a is the anchor of the momentum encoder, p a positive of the one that learns, N_p the k keys in the queue whose features are most like the positive's.
/// The printed eq. 7.2 lacks its logarithm.
/// </summary>
public static class ContrastObjective
{
    /// <summary>L_inst.</summary>
    /// <param name="positives">(V·B, C), the first view of every image first.</param>
    /// <param name="anchors">(B, C); get no gradient.</param>
    /// <param name="queue">(K, C); gets no gradient.</param>
    /// <param name="temperature">τ.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(Tensor positives, Tensor anchors, Tensor queue, double temperature)
    {
        using var scope = NewDisposeScope();
        var (batch, size) = (anchors.shape[0], anchors.shape[1]);
        var alike = (positives.view(-1, batch, size) * anchors.detach()).sum(-1).view(-1, 1) / temperature;
        var others = positives.matmul(queue.detach().t()) / temperature;
        return (cat([alike, others], 1).logsumexp(1) - alike.squeeze(1)).mean().MoveToOuterDisposeScope();
    }

    /// <summary>L_nn.</summary>
    /// <param name="positives">As for <see cref="Of"/>.</param>
    /// <param name="features">Those under them, (V·B, F).</param>
    /// <param name="queue">(K, C).</param>
    /// <param name="queueFeatures">Unit vectors (K, F), in the queue's order.</param>
    /// <param name="count">k, up to K.</param>
    /// <param name="temperature">τ.</param>
    /// <returns>A scalar.</returns>
    public static Tensor OfNeighbours(Tensor positives, Tensor features, Tensor queue, Tensor queueFeatures, int count, double temperature)
    {
        using var scope = NewDisposeScope();
        var nearest = NearestOf(features, queueFeatures, count);
        var logits = positives.matmul(queue.detach().t()) / temperature;
        return (logits.logsumexp(1) - logits.gather(1, nearest).mean([1])).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The queue's rows most like each of the features by their cosine, int64 (V·B, k). A feature's own length changes no order.</summary>
    private static Tensor NearestOf(Tensor features, Tensor queueFeatures, int count)
    {
        using var none = no_grad();
        return features.matmul(queueFeatures.t()).topk(count).indexes;
    }
}
