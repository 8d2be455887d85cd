namespace HeadTracker.Training.Balancing;

/// <summary>The point of the vectors' convex hull that is nearest to 0, by Frank and Wolfe's method with pairwise steps on the Gram matrix.</summary>
/// <remarks>A step moves weight from the used vector that adds most to the length to the vector that adds least: of two vectors one step is all.</remarks>
internal static class MinimumNorm
{
    private const int MostSteps = 1000;

    /// <summary>Of the largest square length, below which a step gains nothing.</summary>
    private const double LeastGain = 1e-10;

    /// <param name="gram">Inner products of the vectors, row by row.</param>
    /// <param name="count">Their number.</param>
    /// <returns>Their weights: none negative, in sum 1.</returns>
    public static double[] Of(double[] gram, int count)
    {
        var weights = new double[count];
        Array.Fill(weights, 1.0 / count);
        var least = LeastGain * Enumerable.Range(0, count).Max(i => gram[i * count + i]);
        for (var step = 0; step < MostSteps; step++)
        {
            var slopes = Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Sum(j => gram[i * count + j] * weights[j])).ToArray();
            var best = Enumerable.Range(0, count).MinBy(i => slopes[i]);
            var worst = Enumerable.Range(0, count).Where(i => weights[i] > 0).MaxBy(i => slopes[i]);
            var gain = slopes[worst] - slopes[best];
            if (gain <= least) break;
            var curvature = gram[best * count + best] + gram[worst * count + worst] - 2 * gram[best * count + worst];
            var move = Math.Min(weights[worst], gain / curvature);
            weights[best] += move;
            weights[worst] = move == weights[worst] ? 0 : weights[worst] - move;
        }

        return weights;
    }
}
