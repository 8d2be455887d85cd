using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>How the views of an image overlap: the thesis's fig. 7.2, and beside it how much of the small crops the anchor shows.</summary>
public static class CropOverlaps
{
    private const int Images = 20_000, Bins = 25;

    /// <summary>Shares of images whose overlap lies in each of <paramref name="bins"/> equal bins from 0 to 1, in percent.</summary>
    /// <param name="overlaps">From 0 to 1.</param>
    /// <param name="bins">How many.</param>
    public static double[] Histogram(IReadOnlyList<float> overlaps, int bins)
    {
        var shares = new double[bins];
        foreach (var overlap in overlaps) shares[Math.Min((int)(overlap * bins), bins - 1)] += 100.0 / overlaps.Count;
        return shares;
    }

    /// <param name="path">The PNG.</param>
    /// <param name="crops">How they are drawn.</param>
    /// <param name="seed">From what.</param>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Write(string path, ViewCrops crops, long seed)
    {
        var random = new SeededRandom(seed);
        var (large, small) = (new List<float>(Images), new List<float>());
        for (var i = 0; i < Images; i++)
        {
            var drawn = crops.Draw(random);
            large.Add(drawn.Positive.IntersectionOverUnion(drawn.Anchor));
            small.AddRange(drawn.Small.Select(crop => crop.ShareIn(drawn.Anchor)));
        }

        var plot = Chart.Panel($"How views overlap, {Images} images", "overlap", "percent of crops");
        Chart.Steps(plot, 0, 1.0 / Bins, Histogram(large, Bins), Chart.ColourOf(0), "large crops: intersection over union with the anchor");
        if (small.Count > 0) Chart.Steps(plot, 0, 1.0 / Bins, Histogram(small, Bins), Chart.ColourOf(1), "small crops: share that the anchor shows");
        plot.Axes.SetLimitsX(0, 1);
        plot.Axes.Margins(0, 0, 0, 0.08);
        Chart.Write(path, [plot], columns: 1, width: 720, height: 420, legend: true);
    }
}
