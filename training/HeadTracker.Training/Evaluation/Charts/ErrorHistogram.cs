namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>Shares of faces by geodesic error, one line per model.</summary>
public static class ErrorHistogram
{
    private const int BinDegrees = 1, LastBin = 30;

    public static void Write(string path, IReadOnlyList<ModelResult> results)
    {
        var plot = Chart.Panel("Faces by geodesic error", $"degrees (the last bin holds all beyond {LastBin - BinDegrees})", "percent of faces");
        for (var i = 0; i < results.Count; i++)
        {
            Chart.Steps(plot, 0, BinDegrees, Percentages(results[i].Comparisons), Chart.ColourOf(i), results[i].Metrics.Model);
        }

        plot.Axes.SetLimitsX(0, LastBin);
        plot.Axes.Margins(0, 0, 0, 0.08);
        Chart.Write(path, [plot], columns: 1, width: 720, height: 420, legend: true);
    }

    private static double[] Percentages(IReadOnlyList<PoseComparison> faces)
    {
        var shares = new double[LastBin];
        foreach (var face in faces) shares[Math.Min((int)(face.Geodesic / BinDegrees), LastBin - 1)] += 100.0 / faces.Count;
        return shares;
    }
}
