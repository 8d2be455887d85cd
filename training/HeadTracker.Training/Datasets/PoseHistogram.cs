using HeadTracker.Geometry;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation.Charts;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace HeadTracker.Training.Datasets;

/// <summary>How many faces of each set look which way: a chart each for yaw, pitch and roll, a line per set and a dark one for all.</summary>
public static class PoseHistogram
{
    private const int BinDegrees = 5, Range = 100, Bins = 2 * Range / BinDegrees;
    private const int Width = 420, Height = 420;

    /// <param name="path">The picture, .png.</param>
    /// <param name="sets">Packed sets, each a line.</param>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> sets)
    {
        var angles = sets.Select(AnglesOf).ToList();
        string[] names = [.. sets.Select((set, i) => $"{Path.GetFileNameWithoutExtension(set)}: {angles[i].Count} faces"),
            $"all: {angles.Sum(set => set.Count)} faces"];
        Plot[] panels = [Panel("Yaw", angles, names, a => a.Yaw), Panel("Pitch", angles, names, a => a.Pitch), Panel("Roll", angles, names, a => a.Roll)];
        Chart.Write(path, panels, panels.Length, Width, Height, legend: true);
    }

    private static Plot Panel(string name, List<List<EulerAngles>> sets, string[] names, Func<EulerAngles, float> angle)
    {
        var plot = Chart.Panel(name, "degrees", $"faces per {BinDegrees} degrees");
        var counts = sets.Select(set => CountsOf(set.Select(angle))).ToList();
        int[] all = [.. Enumerable.Range(0, Bins).Select(bin => counts.Sum(set => set[bin]))];
        Steps(all, Colors.Black, names[^1], 1);
        for (var set = 0; set < counts.Count; set++) Steps(counts[set], Chart.ColourOf(set), names[set], 2);

        // A logarithmic scale: what is rare in one set is what the others are there for.
        var decades = Math.Max(1, (int)Math.Ceiling(Logarithm(all.Max())));
        plot.Axes.SetLimits(-Range, Range, 0, decades);
        plot.Axes.Bottom.TickGenerator = new NumericFixedInterval(50);
        plot.Axes.Left.TickGenerator = new NumericManual([.. Enumerable.Range(0, decades + 1).Select(i => (double)i)],
            [.. Enumerable.Range(0, decades + 1).Select(i => $"{Math.Pow(10, i):0}")]);
        return plot;

        void Steps(int[] bins, Color colour, string legend, float thickness) =>
            Chart.Steps(plot, -Range, BinDegrees, [.. bins.Select(Logarithm)], colour, legend, thickness);
    }

    private static List<EulerAngles> AnglesOf(string set)
    {
        using var pack = new PackReader(set);
        // A label of no weight is not learnt from.
        return [.. pack.Labels.Where(label => label.Weight > 0).Select(label => label.Angles)];
    }

    private static int[] CountsOf(IEnumerable<float> angles)
    {
        var counts = new int[Bins];
        foreach (var angle in angles) counts[Math.Clamp((int)MathF.Floor((angle + Range) / BinDegrees), 0, Bins - 1)]++;
        return counts;
    }

    // One face lies a little above none.
    private static double Logarithm(int count) => count == 0 ? 0 : Math.Max(0.06, Math.Log10(count));
}
