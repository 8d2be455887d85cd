using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>Shares of faces by geodesic error, one line per model.</summary>
public static class ErrorHistogram
{
    private const int BinDegrees = 1, LastBin = 30;

    public static void Write(string path, IReadOnlyList<ModelResult> results)
    {
        var shares = results.Select(result => Shares(result.Comparisons)).ToList();
        var top = Math.Max(0.05, Math.Ceiling(shares.Max(share => share.Max()) * 20) / 20);
        var area = new ChartArea(new Rect(60, 40, 620, 320), 0, LastBin, 0, top);
        using var image = new Mat(420, 720, MatType.CV_8UC3, Scalar.White);
        area.DrawAxes(image, "share of faces by geodesic error", "degrees (the last bin holds all beyond)", 5, top <= 0.2 ? 0.05 : 0.1, "0.00");
        for (var series = 0; series < results.Count; series++)
        {
            var colour = ChartArea.ColourOf(series);
            for (var bin = 0; bin < LastBin; bin++)
            {
                var left = area.PixelOf(bin, shares[series][bin]);
                var right = area.PixelOf(bin + BinDegrees, shares[series][bin]);
                Cv2.Line(image, left, right, colour, 2);
                if (bin > 0) Cv2.Line(image, area.PixelOf(bin, shares[series][bin - 1]), left, colour, 2);
            }

            Cv2.Line(image, new Point(400, 60 + 18 * series), new Point(425, 60 + 18 * series), colour, 3);
            ChartArea.Text(image, results[series].Metrics.Model, new Point(432, 64 + 18 * series), centred: false);
        }

        Cv2.ImWrite(path, image);
    }

    private static double[] Shares(IReadOnlyList<PoseComparison> faces)
    {
        var counts = new double[LastBin];
        foreach (var face in faces) counts[Math.Min((int)(face.Geodesic / BinDegrees), LastBin - 1)]++;
        for (var i = 0; i < counts.Length; i++) counts[i] /= faces.Count;
        return counts;
    }
}
