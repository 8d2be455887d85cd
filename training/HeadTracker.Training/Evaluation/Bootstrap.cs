namespace HeadTracker.Training.Evaluation;

/// <summary>Percentile bootstrap (Efron 1979): how far a mean could lie off by the luck of which faces are in the set.</summary>
public static class Bootstrap
{
    private const int Resamples = 1000;
    private const double Confidence = 0.95;

    /// <summary>The mean with its 95 % interval; the same for the same values.</summary>
    public static ConfidenceInterval MeanOf(double[] values)
    {
        var random = new Random(0);
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < values.Length; j++) sum += values[random.Next(values.Length)];
            means[i] = sum / values.Length;
        }

        Array.Sort(means);
        var tail = (int)Math.Round(Resamples * (1 - Confidence) / 2);
        return new ConfidenceInterval(values.Average(), means[tail], means[^(tail + 1)]);
    }
}
