using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>
/// How well a frozen encoder's features tell classes apart (thesis of Vandenhende 2022, table 7.6): every image falls into segments by k-means on its cells'
/// features; a segment's descriptor is the mean over its cells; a test segment gets the class of the training segment whose descriptor is nearest by cosine.
/// </summary>
/// <param name="segments">K of each image; the thesis has 15.</param>
/// <param name="classes">How many there are.</param>
public sealed class SegmentRetrieval(int segments, int classes) : IDisposable
{
    private readonly List<Tensor> _descriptors = [], _classes = [];
    private readonly ConfusionMatrix _matrix = new(classes);

    /// <summary>Over the classes, of all test images so far.</summary>
    public double MeanIou => _matrix.MeanIou;

    /// <summary>Takes training images.</summary>
    /// <param name="features">float32 (B, C, h, w).</param>
    /// <param name="truth">int64 (B, M, M), M a multiple of h and w; -1 unknown.</param>
    public void Learn(Tensor features, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var (descriptors, segmentOf) = Describe(features, truth.shape[^1]);
        var known = truth.ge(0);
        var votes = nn.functional.one_hot(truth.clamp_min(0), classes).mul(known.unsqueeze(-1)).to(ScalarType.Float32).flatten(1, 2);
        var counts = nn.functional.one_hot(segmentOf, segments).to(ScalarType.Float32).flatten(1, 2).transpose(1, 2).bmm(votes).flatten(0, 1);
        // A segment without cells, or of which nothing is known, teaches nothing.
        var taught = counts.sum(1).gt(0).nonzero().squeeze(1);
        _descriptors.Add(descriptors.flatten(0, 1).index_select(0, taught).DetachFromDisposeScope());
        _classes.Add(counts.argmax(1).index_select(0, taught).DetachFromDisposeScope());
    }

    /// <summary>Measures test images.</summary>
    /// <inheritdoc cref="Learn"/>
    public void Add(Tensor features, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var (descriptors, segmentOf) = Describe(features, truth.shape[^1]);
        var nearest = descriptors.flatten(0, 1).matmul(cat(_descriptors).t()).argmax(1);
        var classOf = cat(_classes).index_select(0, nearest).view(-1, segments);
        _matrix.Add(classOf.gather(1, segmentOf.flatten(1)).view(truth.shape), truth);
    }

    public void Dispose()
    {
        foreach (var tensor in _descriptors.Concat(_classes)) tensor.Dispose();
    }

    /// <summary>Unit descriptors (B, K, C), and the segment of each cell of the labels, (B, M, M).</summary>
    private (Tensor Descriptors, Tensor SegmentOf) Describe(Tensor features, long side)
    {
        var (height, width) = (features.shape[2], features.shape[3]);
        var cells = nn.functional.normalize(features).flatten(2).transpose(1, 2);
        var assigned = KMeans.Assign(cells, segments);
        var descriptors = nn.functional.normalize(KMeans.MeansOf(cells, assigned, segments).Means, dim: 2);
        var fine = assigned.view(-1, height, width).repeat_interleave(side / height, 1).repeat_interleave(side / width, 2);
        return (descriptors, fine);
    }
}
