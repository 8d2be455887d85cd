using HeadTracker.Training.Evaluation.Dense;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Evaluation.Dense;

public sealed class BoundaryScoreTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>
    /// An edge down the first column. 0.9 on it in the first row, 0.6 diagonally beside it in the second, which finds the true ones of rows 0 to 2; 0.3 in
    /// the far corner, which is near to none. Up to 0.3: precision 2/3, recall 3/4, F = 12/17. Up to 0.6: 1 and 3/4, F = 6/7. Up to 0.9: 1 and 2/4.
    /// </summary>
    [Fact]
    public void One_threshold_is_the_best_for_the_set_with_a_pixel_of_tolerance()
    {
        var score = new BoundaryScore();
        Assert.True(double.IsNaN(score.OdsF));
        score.Add(Prediction, Edge, Everywhere);
        Assert.Equal(6 / 7.0, score.OdsF, 12);

        // A second image in which only what is below ½ is right, 0.3 on each of the edge's pixels: to 0.3 the set has 2 + 4 right of 3 + 4, and 3 + 4 found
        // of 8. To 0.6 it has 2 right of 2, and 3 of 8.
        score.Add(Edge * 0.3f, Edge, Everywhere);
        Assert.Equal(2 * (6 / 7.0) * (7 / 8.0) / (6 / 7.0 + 7 / 8.0), score.OdsF, 6);
    }

    /// <summary>Without the last row the edge has three pixels, all found, and the far corner is nowhere.</summary>
    [Fact]
    public void What_is_not_known_is_neither_an_edge_nor_near_to_one()
    {
        var known = Everywhere.clone();
        known.narrow(2, 3, 1).fill_(false);
        var score = new BoundaryScore();
        score.Add(Prediction, Edge, known);
        Assert.Equal(1, score.OdsF, 12);

        // The pixel that found rows 1 and 2 is not known; that of row 0 finds row 1 alone beside its own. To 0.3: 1/2 and 2/4. To 0.9: 1 and 2/4.
        known = Everywhere.clone();
        known[0, 0, 1, 1] = tensor(false);
        score = new BoundaryScore();
        score.Add(Prediction, Edge, known);
        Assert.Equal(2 / 3.0, score.OdsF, 12);

        score = new BoundaryScore();
        score.Add(Prediction, Edge, zeros_like(known));
        Assert.True(double.IsNaN(score.OdsF));
    }

    /// <summary>By the definition: for each threshold the edges of both are widened and counted.</summary>
    [Fact]
    public void Counts_by_histogram_are_those_of_each_threshold()
    {
        manual_seed(5);
        var (probabilities, truth, known) = (rand(3, 1, 9, 9), rand(3, 1, 9, 9).gt(0.85), rand(3, 1, 9, 9).gt(0.2));
        var score = new BoundaryScore();
        score.Add(probabilities[..2], truth[..2].to(ScalarType.Float32), known[..2]);
        score.Add(probabilities[2..], truth[2..].to(ScalarType.Float32), known[2..]);

        var edges = truth.logical_and(known);
        var best = Enumerable.Range(1, 99).Max(percent =>
        {
            var predicted = probabilities.ge(percent / 100f).logical_and(known);
            var precision = Share(predicted, edges);
            var recall = Share(edges, predicted);
            return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
        });
        Assert.Equal(best, score.OdsF, 12);

        static double Share(Tensor of, Tensor near)
        {
            var wide = nn.functional.max_pool2d(near.to(ScalarType.Float32), 3, 1, padding: 1).gt(0);
            var count = of.sum().item<long>();
            return count == 0 ? 0 : of.logical_and(wide).sum().item<long>() / (double)count;
        }
    }

    private static Tensor Everywhere => ones(1, 1, 4, 4, dtype: ScalarType.Bool);

    private static Tensor Edge => tensor(new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0 }, [1, 1, 4, 4]);

    private static Tensor Prediction => tensor(new float[] { 0.9f, 0, 0, 0, 0, 0.6f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.3f }, [1, 1, 4, 4]);
}
