using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Runs;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace HeadTracker.Training.Stages;

/// <summary>Draws fig. 6: p to the right, s upwards, the mean error as colour and number; white where s does not divide p.</summary>
internal static class HeatMapPicture
{
    private const int Cell = 62, Surroundings = 90;
    private static readonly ScottPlot.Colormaps.Viridis Colours = new();

    /// <returns>A PNG.</returns>
    public static byte[] Draw(string title, IReadOnlyList<ResultRow> rows, int maxPadding)
    {
        var lines = Math.Max(1, maxPadding);
        var plot = Chart.Panel(title, "padding p, pixels", "stride s, pixels");
        plot.HideGrid();
        var (low, high) = (rows.Min(row => row.Mean), rows.Max(row => row.Mean));
        var first = rows.MinBy(row => row.Mean);
        // The best last, so that its frame is whole.
        foreach (var row in rows.OrderBy(row => row == first))
        {
            var best = row == first;
            var colour = Colours.GetColor(high > low ? (row.Mean - low) / (high - low) : 0);
            var cell = plot.Add.Rectangle(row.P - 0.5, row.P + 0.5, row.S - 0.5, row.S + 0.5);
            (cell.FillColor, cell.LineColor, cell.LineWidth) = (colour, best ? Colors.Black : Colors.White, best ? 3 : 1);
            var text = plot.Add.Text($"{row.Mean:0.000}", row.P, row.S);
            (text.LabelAlignment, text.LabelFontSize, text.LabelFontColor) = (Alignment.MiddleCenter, 13,
                colour.Luminance < 0.55 ? Colors.White : Colors.Black);
            text.LabelFontName = plot.Axes.Bottom.Label.FontName;
        }

        plot.Axes.SetLimits(-0.5, maxPadding + 0.5, 0.5, lines + 0.5);
        plot.Axes.Bottom.TickGenerator = new NumericFixedInterval(1);
        plot.Axes.Left.TickGenerator = new NumericFixedInterval(1);
        return Chart.Draw([plot], columns: 1, Surroundings + (maxPadding + 1) * Cell, Surroundings + lines * Cell, legend: false);
    }
}
