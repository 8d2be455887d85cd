using HeadTracker.Training.Evaluation.Tradeoff;
using ScottPlot;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>Error against milliseconds: a panel per dataset, a point per system; nearer to the lower left corner is better.</summary>
public static class TradeoffChart
{
    private const int Width = 520, Height = 420;
    private const float MarkSize = 11;

    public static void Write(string path, IReadOnlyList<TradeoffResult> results, int threads)
    {
        var xLabel = $"ms per frame: detector and pose network on {threads} CPU thread{(threads == 1 ? "" : "s")}";
        var panels = results[0].Errors.Select((set, panel) => Panel(set.Dataset, xLabel, results, panel)).ToList();
        Chart.Write(path, panels, panels.Count, Width, Height, legend: true);
    }

    private static Plot Panel(string dataset, string xLabel, IReadOnlyList<TradeoffResult> results, int panel)
    {
        var plot = Chart.Panel(dataset, xLabel, "mean error, degrees (outline: less offset)");
        for (var i = 0; i < results.Count; i++)
        {
            var (time, errors, colour) = (results[i].Milliseconds, results[i].Errors[panel], Chart.ColourOf(i));
            var (whole, rest) = (errors.Errors.Mean, errors.ErrorsWithoutOffset.Mean);
            plot.Add.Line(time, whole, time, rest).LineColor = colour;
            plot.Add.Marker(time, rest, Chart.ShapeOf(i).Open, MarkSize, colour).MarkerLineWidth = 1.5f;
            plot.Add.Marker(time, whole, Chart.ShapeOf(i).Filled, MarkSize, colour).LegendText = results[i].System.Name;
        }

        // From zero on both axes: half the time is half the way.
        plot.Axes.SetLimits(0, 1.1 * results.Max(result => result.Milliseconds), 0, 1.1 * results.Max(result => result.Errors[panel].Errors.Mean));
        return plot;
    }
}
