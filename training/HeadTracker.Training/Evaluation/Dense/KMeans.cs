using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>Lloyd's k-means of many sets of points at once. It begins with points far from each other, so nothing is drawn.</summary>
internal static class KMeans
{
    private const int Rounds = 10;

    /// <param name="points">float32 (B, n, C).</param>
    /// <param name="clusters">K, up to n.</param>
    /// <returns>int64 (B, n): 0 … K-1. A cluster may have no point.</returns>
    public static Tensor Assign(Tensor points, int clusters)
    {
        using var scope = NewDisposeScope();
        var centres = FarthestOf(points, clusters);
        var nearest = NearestOf(points, centres);
        for (var round = 0; round < Rounds; round++)
        {
            var (means, counts) = MeansOf(points, nearest, clusters);
            centres = where(counts.gt(0), means, centres);
            nearest = NearestOf(points, centres);
        }

        return nearest.MoveToOuterDisposeScope();
    }

    /// <summary>Means (B, K, C) of the points of every cluster, 0 where it has none, and how many these are, (B, K, 1).</summary>
    public static (Tensor Means, Tensor Counts) MeansOf(Tensor points, Tensor clusterOf, int clusters)
    {
        using var scope = NewDisposeScope();
        var members = nn.functional.one_hot(clusterOf, clusters).to(ScalarType.Float32).transpose(1, 2);
        var counts = members.sum(2, keepdim: true);
        return ((members.bmm(points) / counts.clamp_min(1)).MoveToOuterDisposeScope(), counts.MoveToOuterDisposeScope());
    }

    /// <summary>The first point, and then again and again the one farthest from all that are chosen.</summary>
    private static Tensor FarthestOf(Tensor points, int count)
    {
        var chosen = new List<Tensor> { points.narrow(1, 0, 1) };
        var distance = cdist(points, chosen[0]).squeeze(2);
        while (chosen.Count < count)
        {
            var next = distance.argmax(1, keepdim: true).unsqueeze(2).expand(-1, -1, points.shape[2]);
            chosen.Add(points.gather(1, next));
            distance = minimum(distance, cdist(points, chosen[^1]).squeeze(2));
        }

        return cat(chosen, 1);
    }

    private static Tensor NearestOf(Tensor points, Tensor centres) => cdist(points, centres).argmin(2);
}
