using HeadTracker.Training.Runs;
using OpenCvSharp;

namespace HeadTracker.Training.Stages;

/// <summary>Draws fig. 6: p to the right, s upwards, the mean error as colour and number; white where s does not divide p.</summary>
internal static class HeatMapPicture
{
    private const int Cell = 56;
    private const int Left = 60;
    private const int Top = 50;
    private const int Bottom = 50;
    private static readonly Scalar Ink = new(40, 40, 40);

    // Low errors green, high ones red, over pale yellow (BGR).
    private static readonly double[][] Stops = [[96, 152, 26], [191, 255, 255], [39, 48, 215]];

    /// <returns>BGR; the caller disposes it.</returns>
    public static Mat Draw(string title, IReadOnlyList<ResultRow> rows, int maxPadding)
    {
        var columns = maxPadding + 1;
        var lines = Math.Max(1, maxPadding);
        var picture = new Mat(Top + lines * Cell + Bottom, Left + columns * Cell + 20, MatType.CV_8UC3, Scalar.All(255));
        var (low, high) = (rows.Min(row => row.Mean), rows.Max(row => row.Mean));
        var best = rows.MinBy(row => row.Mean)!;

        foreach (var row in rows)
        {
            var cell = new Rect(Left + row.P * Cell, Top + (lines - row.S) * Cell, Cell, Cell);
            Cv2.Rectangle(picture, cell, ColorOf(high > low ? (row.Mean - low) / (high - low) : 0), -1);
            Cv2.Rectangle(picture, cell, row == best ? Ink : Scalar.All(255), row == best ? 2 : 1);
            Write(picture, $"{row.Mean:0.000}", new Point(cell.X + 7, cell.Y + Cell / 2 + 4), 0.4);
        }

        for (var p = 0; p < columns; p++) Write(picture, $"{p}", new Point(Left + p * Cell + Cell / 2 - 6, Top + lines * Cell + 18), 0.45);
        for (var s = 1; s <= lines; s++) Write(picture, $"{s}", new Point(Left - 24, Top + (lines - s) * Cell + Cell / 2 + 4), 0.45);
        Write(picture, "p", new Point(Left + columns * Cell / 2, Top + lines * Cell + 40), 0.55);
        Write(picture, "s", new Point(12, Top + lines * Cell / 2), 0.55);
        Write(picture, title, new Point(12, 28), 0.5);
        return picture;
    }

    private static Scalar ColorOf(double share)
    {
        var position = share * (Stops.Length - 1);
        var stop = Math.Min((int)position, Stops.Length - 2);
        var (from, to, part) = (Stops[stop], Stops[stop + 1], position - stop);
        return new Scalar(from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part);
    }

    private static void Write(Mat picture, string text, Point at, double scale) =>
        Cv2.PutText(picture, text, at, HersheyFonts.HersheySimplex, scale, Ink, 1, LineTypes.AntiAlias);
}
