using HeadTracker.Geometry;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation.Charts;
using OpenCvSharp;

namespace HeadTracker.Training.Datasets;

/// <summary>How many faces of each set look which way: a chart each for yaw, pitch and roll, a line per set and a dark one for all.</summary>
public static class PoseHistogram
{
    private const int BinDegrees = 5, Range = 100, Bins = 2 * Range / BinDegrees;
    private const int Width = 400, Height = 420;
    private static readonly Scalar All = new(40, 40, 40);

    /// <param name="path">The picture, .png.</param>
    /// <param name="sets">Packed sets, each a line.</param>
    public static void Write(string path, IReadOnlyList<string> sets)
    {
        var angles = sets.Select(AnglesOf).ToList();
        using var image = new Mat(Height + 24 * (sets.Count + 2), 3 * Width, MatType.CV_8UC3, Scalar.White);
        (string Name, Func<EulerAngles, float> Of)[] charts = [("yaw", a => a.Yaw), ("pitch", a => a.Pitch), ("roll", a => a.Roll)];
        for (var chart = 0; chart < charts.Length; chart++)
        {
            var counts = angles.Select(set => CountsOf(set.Select(charts[chart].Of))).ToList();
            var all = Enumerable.Range(0, Bins).Select(bin => counts.Sum(set => set[bin])).ToArray();
            // A logarithmic scale: what is rare in one set is what the others are there for.
            var area = new ChartArea(new Rect(chart * Width + 52, 36, Width - 76, Height - 92), -Range, Range, 0,
                Math.Max(1, Math.Ceiling(Math.Log10(Math.Max(all.Max(), 1)))));
            area.DrawAxes(image, $"{charts[chart].Name}: faces per {BinDegrees} degrees, powers of ten", "degrees", 25, 1);
            for (var set = 0; set < counts.Count; set++) Line(image, area, counts[set], ChartArea.ColourOf(set), 2);
            Line(image, area, all, All, 1);
        }

        for (var set = 0; set < sets.Count; set++)
        {
            Legend(set, ChartArea.ColourOf(set), $"{Path.GetFileNameWithoutExtension(sets[set])}: {angles[set].Count} faces");
        }

        Legend(sets.Count, All, $"all: {angles.Sum(set => set.Count)} faces");
        if (!Cv2.ImWrite(path, image)) throw new UserErrorException($"{path} cannot be written; check the folder.");

        void Legend(int line, Scalar colour, string text)
        {
            var y = Height + 12 + 24 * line;
            Cv2.Line(image, new Point(52, y), new Point(82, y), colour, 3);
            ChartArea.Text(image, text, new Point(92, y + 4), centred: false);
        }
    }

    private static List<EulerAngles> AnglesOf(string set)
    {
        using var pack = new PackReader(set);
        // A label of no weight is not learnt from.
        return [.. pack.Labels.Where(label => label.Weight > 0).Select(label => EulerAngles.FromRotation(label.Rotation))];
    }

    private static int[] CountsOf(IEnumerable<float> angles)
    {
        var counts = new int[Bins];
        foreach (var angle in angles) counts[Math.Clamp((int)MathF.Floor((angle + Range) / BinDegrees), 0, Bins - 1)]++;
        return counts;
    }

    private static void Line(Mat image, ChartArea area, int[] counts, Scalar colour, int thickness)
    {
        for (var bin = 0; bin < Bins; bin++)
        {
            var (left, height) = (-Range + bin * BinDegrees, Logarithm(counts[bin]));
            var (from, to) = (area.PixelOf(left, height), area.PixelOf(left + BinDegrees, height));
            Cv2.Line(image, from, to, colour, thickness);
            if (bin > 0) Cv2.Line(image, area.PixelOf(left, Logarithm(counts[bin - 1])), from, colour, thickness);
        }
    }

    // One face lies a little above none.
    private static double Logarithm(int count) => count == 0 ? 0 : Math.Max(0.06, Math.Log10(count));
}
