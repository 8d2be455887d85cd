using ScottPlot;
using ScottPlot.TickGenerators;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">By rising x.</param>
/// <param name="Joined">Whether a line joins them.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points, bool Joined = true);

/// <summary>Lines with marked points over a common grid, their names in rows below it.</summary>
public static class LineChart
{
    private const int Width = 640, Height = 400;

    /// <param name="title">Above the chart.</param>
    /// <param name="xLabel">What runs to the right, with its unit if it has one.</param>
    /// <param name="yLabel">What runs upwards, with its unit.</param>
    /// <param name="lines">One colour and mark each.</param>
    /// <returns>A PNG.</returns>
    /// <exception cref="UserErrorException">No line has a point.</exception>
    public static byte[] Draw(string title, string xLabel, string yLabel, IReadOnlyList<ChartLine> lines)
    {
        if (lines.All(line => line.Points.Count == 0))
        {
            throw new UserErrorException("There is nothing to draw; set optimiser.curveEpochs and run the stages again.");
        }

        var plot = Chart.Panel(title, xLabel, yLabel);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = plot.Add.Scatter(lines[i].Points.Select(point => new Coordinates(point.X, point.Y)).ToArray(), Chart.ColourOf(i));
            (line.LegendText, line.LineWidth, line.MarkerSize, line.MarkerShape) = (lines[i].Name, lines[i].Joined ? 2 : 0, 8, Chart.ShapeOf(i).Filled);
        }

        // Epochs and subjects have no halves.
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = lines.All(line => line.Points.All(point => double.IsInteger(point.X))) };
        return Chart.Draw([plot], columns: 1, Width, Height, legend: true);
    }
}
