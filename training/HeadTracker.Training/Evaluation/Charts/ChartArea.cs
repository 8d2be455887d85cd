using System.Globalization;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>A rectangle of an image with two axes: draws its frame, ticks and grid, and maps values to pixels.</summary>
/// <param name="Bounds">The plot itself, in pixels; labels lie outside it.</param>
/// <param name="Left">Value at the left edge.</param>
/// <param name="Right">At the right edge.</param>
/// <param name="Bottom">At the bottom edge.</param>
/// <param name="Top">At the top edge.</param>
public sealed record ChartArea(Rect Bounds, double Left, double Right, double Bottom, double Top)
{
    private const double TextSize = 0.38;
    private static readonly Scalar Ink = new(60, 60, 60);
    private static readonly Scalar Grid = new(225, 225, 225);

    /// <summary>Colours that people with any colour vision tell apart (Okabe and Ito 2008), BGR.</summary>
    public static IReadOnlyList<Scalar> Colours { get; } =
        [new(178, 114, 0), new(0, 94, 213), new(115, 158, 0), new(167, 121, 204), new(0, 159, 230), new(66, 228, 240), new(233, 180, 86)];

    public static Scalar ColourOf(int series) => Colours[series % Colours.Count];

    /// <summary>The step of 1, 2 or 5 times a power of ten that divides a range, above 0, into about so many intervals.</summary>
    public static double StepFor(double range, int intervals)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(range / intervals)));
        var leading = range / intervals / power;
        return power * (leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10);
    }

    public Point PixelOf(double x, double y) => new(
        (int)Math.Round(Bounds.X + (x - Left) / (Right - Left) * Bounds.Width),
        (int)Math.Round(Bounds.Y + (Top - y) / (Top - Bottom) * Bounds.Height));

    public void DrawAxes(Mat image, string title, string xLabel, double xStep, double yStep, string yFormat = "0")
    {
        foreach (var x in Ticks(Left, Right, xStep))
        {
            Cv2.Line(image, PixelOf(x, Bottom), PixelOf(x, Top), Grid);
            Text(image, x.ToString("0.##", CultureInfo.InvariantCulture), PixelOf(x, Bottom) + new Point(0, 14), centred: true);
        }

        foreach (var y in Ticks(Bottom, Top, yStep))
        {
            Cv2.Line(image, PixelOf(Left, y), PixelOf(Right, y), Grid);
            var label = y.ToString(yFormat, CultureInfo.InvariantCulture);
            Text(image, label, PixelOf(Left, y) + new Point(-6 - WidthOf(label), 4), centred: false);
        }

        Cv2.Rectangle(image, Bounds, Ink);
        Text(image, title, new Point(Bounds.X + Bounds.Width / 2, Bounds.Y - 8), centred: true);
        Text(image, xLabel, new Point(Bounds.X + Bounds.Width / 2, Bounds.Bottom + 30), centred: true);
    }

    private static IEnumerable<double> Ticks(double from, double to, double step)
    {
        for (var i = (long)Math.Ceiling(from / step - 1e-9); i * step <= to + 1e-9; i++) yield return i * step;
    }

    public static void Text(Mat image, string text, Point at, bool centred) =>
        Cv2.PutText(image, text, centred ? at + new Point(-WidthOf(text) / 2, 0) : at, HersheyFonts.HersheySimplex, TextSize, Ink, 1, LineTypes.AntiAlias);

    public static int WidthOf(string text) => Cv2.GetTextSize(text, HersheyFonts.HersheySimplex, TextSize, 1, out _).Width;
}
