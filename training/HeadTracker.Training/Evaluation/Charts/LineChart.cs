using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">By rising x.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines with marked points over a common grid, their names in rows below it.</summary>
public static class LineChart
{
    private const int Width = 640;
    private const int LegendTop = 412, LegendRow = 18, LegendStroke = 18, LegendGap = 24;
    private static readonly Rect Plot = new(52, 34, Width - 72, 324);

    /// <returns>BGR; the caller disposes it.</returns>
    /// <exception cref="UserErrorException">No line has a point.</exception>
    public static Mat Draw(string title, string axis, IReadOnlyList<ChartLine> lines)
    {
        var points = lines.SelectMany(line => line.Points).ToArray();
        if (points.Length == 0) throw new UserErrorException("There is nothing to draw; set optimiser.curveEpochs and run the stages again.");
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
        var (low, high) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var span = Math.Max(right - left, 1e-9);
        var xStep = ChartArea.StepFor(span, intervals: 12);
        // Epochs and subjects have no halves.
        if (points.All(point => double.IsInteger(point.X))) xStep = Math.Max(1, xStep);
        var yStep = ChartArea.StepFor(Math.Max(high - low, 0.01), intervals: 5);
        var area = new ChartArea(Plot, left, left + span, Math.Floor(low / yStep) * yStep, Math.Ceiling(high / yStep) * yStep);

        var legend = Legend(lines);
        var picture = new Mat(legend[^1].Y + LegendRow, Width, MatType.CV_8UC3, Scalar.All(255));
        area.DrawAxes(picture, title, axis, xStep, yStep, yStep < 0.1 ? "0.00" : yStep < 1 ? "0.0" : "0");
        for (var i = 0; i < lines.Count; i++)
        {
            var colour = ChartArea.ColourOf(i);
            var places = lines[i].Points.Select(point => area.PixelOf(point.X, point.Y)).ToArray();
            for (var p = 1; p < places.Length; p++) Cv2.Line(picture, places[p - 1], places[p], colour, 2, LineTypes.AntiAlias);
            foreach (var place in places) Cv2.Circle(picture, place, 4, colour, -1, LineTypes.AntiAlias);
            Cv2.Line(picture, legend[i] + new Point(0, -4), legend[i] + new Point(LegendStroke, -4), colour, 2, LineTypes.AntiAlias);
            ChartArea.Text(picture, lines[i].Name, legend[i] + new Point(LegendStroke + 6, 0), centred: false);
        }

        return picture;
    }

    /// <summary>Where each line's entry begins: as many in a row as fit.</summary>
    private static List<Point> Legend(IReadOnlyList<ChartLine> lines)
    {
        var places = new List<Point>();
        var next = new Point(Plot.Left, LegendTop);
        foreach (var line in lines)
        {
            var width = LegendStroke + 6 + ChartArea.WidthOf(line.Name);
            if (next.X > Plot.Left && next.X + width > Width) next = new Point(Plot.Left, next.Y + LegendRow);
            places.Add(next);
            next += new Point(width + LegendGap, 0);
        }

        return places;
    }
}
