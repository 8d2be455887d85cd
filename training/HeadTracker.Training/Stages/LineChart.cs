using System.Globalization;
using OpenCvSharp;

namespace HeadTracker.Training.Stages;

/// <summary>One line of a chart.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">By rising x.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Draws lines with marked points over a common grid.</summary>
internal static class LineChart
{
    private const int Width = 640;
    private const int Height = 420;
    private const int GridLines = 5;
    private static readonly Rect Plot = new(60, 44, Width - 80, Height - 94);
    private static readonly Scalar Ink = new(40, 40, 40);
    private static readonly Scalar Grid = new(225, 225, 225);

    // Okabe and Ito's colours, which the colour-blind can tell apart (BGR).
    private static readonly Scalar[] Colours =
        [new(178, 114, 0), new(0, 94, 213), new(115, 158, 0), new(167, 121, 204), new(0, 159, 230), new(233, 180, 86), new(40, 40, 40)];

    /// <returns>BGR; the caller disposes it.</returns>
    /// <exception cref="UserErrorException">No line has a point.</exception>
    public static Mat Draw(string title, string axis, IReadOnlyList<ChartLine> lines)
    {
        var points = lines.SelectMany(line => line.Points).ToArray();
        if (points.Length == 0) throw new UserErrorException("There is nothing to draw; set optimiser.curveEpochs and run the stages again.");
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
        var (low, high) = Widened(points.Min(point => point.Y), points.Max(point => point.Y));
        var picture = new Mat(Height, Width, MatType.CV_8UC3, Scalar.All(255));

        for (var i = 0; i <= GridLines; i++)
        {
            var value = low + (high - low) * i / GridLines;
            var y = At(left, value).Y;
            Cv2.Line(picture, new Point(Plot.Left, y), new Point(Plot.Right, y), Grid, 1);
            Write(picture, value.ToString(high - low < GridLines * 0.2 ? "0.00" : "0.0", CultureInfo.InvariantCulture), new Point(14, y + 4), 0.42, Ink);
        }

        foreach (var x in Ticks(points)) Write(picture, FormattableString.Invariant($"{x:0.##}"), new Point(At(x, low).X - 6, Plot.Bottom + 18), 0.42, Ink);
        for (var i = 0; i < lines.Count; i++) DrawLine(lines[i], i);
        Write(picture, title, new Point(14, 24), 0.5, Ink);
        Write(picture, axis, new Point(Plot.Left + Plot.Width / 2 - 4 * axis.Length, Height - 12), 0.46, Ink);
        return picture;

        Point At(double x, double y) => new(
            Plot.Left + (int)((x - left) / Math.Max(right - left, 1e-9) * Plot.Width), Plot.Bottom - (int)((y - low) / (high - low) * Plot.Height));

        void DrawLine(ChartLine line, int number)
        {
            var colour = Colours[number % Colours.Length];
            var places = line.Points.Select(point => At(point.X, point.Y)).ToArray();
            for (var i = 1; i < places.Length; i++) Cv2.Line(picture, places[i - 1], places[i], colour, 2, LineTypes.AntiAlias);
            foreach (var place in places) Cv2.Circle(picture, place, 4, colour, -1, LineTypes.AntiAlias);
            var legend = new Point(Plot.Right - 210, Plot.Top + 14 + 18 * number);
            Cv2.Line(picture, legend, new Point(legend.X + 18, legend.Y), colour, 2, LineTypes.AntiAlias);
            Write(picture, line.Name, new Point(legend.X + 24, legend.Y + 4), 0.42, Ink);
        }
    }

    private static (double Low, double High) Widened(double low, double high)
    {
        var room = Math.Max(0.05 * (high - low), 0.01);
        // Errors and losses are not drawn below nothing.
        return (low < 0 ? low - room : Math.Max(0, low - room), high + room);
    }

    /// <summary>All values of x, or a dozen of them where there are more.</summary>
    private static IEnumerable<double> Ticks(IEnumerable<(double X, double Y)> points)
    {
        double[] values = [.. points.Select(point => point.X).Distinct().Order()];
        return values.Where((_, i) => i % ((values.Length + 11) / 12) == 0);
    }

    private static void Write(Mat picture, string text, Point at, double scale, Scalar colour) =>
        Cv2.PutText(picture, text, at, HersheyFonts.HersheySimplex, scale, colour, 1, LineTypes.AntiAlias);
}
