using HeadTracker.Training.Evaluation.Tradeoff;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>Error against milliseconds: a panel per dataset, a point per system; nearer to the lower left corner is better.</summary>
public static class TradeoffChart
{
    private const int Width = 560, Height = 380, Left = 60, Top = 50, Gap = 90, LineHeight = 15;

    public static void Write(string path, IReadOnlyList<TradeoffResult> results, int threads)
    {
        var datasets = results[0].Errors.Select(metrics => metrics.Dataset).ToList();
        using var image = new Mat(Top + Height + 60, Left + datasets.Count * (Width + Gap) - Gap + 30, MatType.CV_8UC3, Scalar.White);
        // Room for the names at the right.
        var right = NiceAbove(1.45 * results.Max(result => result.Milliseconds));
        for (var panel = 0; panel < datasets.Count; panel++)
        {
            var top = NiceAbove(1.1 * results.Max(result => result.Errors[panel].Errors.Mean));
            var area = new ChartArea(new Rect(Left + panel * (Width + Gap), Top, Width, Height), 0, right, 0, top);
            area.DrawAxes(
                image, $"{datasets[panel]}: mean error, degrees (ring: a constant offset per angle taken out)",
                $"milliseconds per frame, detector + pose network, {threads} CPU thread{(threads == 1 ? "" : "s")}", StepFor(right), StepFor(top), "0.#");
            DrawPoints(image, area, results, panel);
        }

        Cv2.ImWrite(path, image);
    }

    private static void DrawPoints(Mat image, ChartArea area, IReadOnlyList<TradeoffResult> results, int panel)
    {
        var taken = new List<Rect>();
        for (var i = 0; i < results.Count; i++)
        {
            var colour = ChartArea.ColourOf(i);
            var point = area.PixelOf(results[i].Milliseconds, results[i].Errors[panel].Errors.Mean);
            var ring = area.PixelOf(results[i].Milliseconds, results[i].Errors[panel].ErrorsWithoutOffset.Mean);
            Cv2.Line(image, point, ring, colour, 1, LineTypes.AntiAlias);
            Cv2.Circle(image, ring, 4, colour, 1, LineTypes.AntiAlias);
            Cv2.Circle(image, point, 5, colour, -1, LineTypes.AntiAlias);
            taken.Add(new Rect(point.X - 6, point.Y - 6, 12, 12));
        }

        // The names last, each on the first free line beside its point.
        for (var i = 0; i < results.Count; i++)
        {
            var name = results[i].System.Name;
            var point = area.PixelOf(results[i].Milliseconds, results[i].Errors[panel].Errors.Mean);
            var box = new Rect(point.X + 9, point.Y - LineHeight / 2, 7 * name.Length, LineHeight - 1);
            for (var step = 1; taken.Exists(other => Overlap(other, box)); step++)
                box.Y = point.Y - LineHeight / 2 + (step % 2 == 0 ? 1 : -1) * ((step + 1) / 2) * LineHeight / 2;
            taken.Add(box);
            ChartArea.Text(image, name, new Point(box.X, box.Y + LineHeight - 4), centred: false);
        }
    }

    private static bool Overlap(Rect a, Rect b) => a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;

    private static double NiceAbove(double value) => Math.Ceiling(value / StepFor(value)) * StepFor(value);

    private static double StepFor(double range) => ChartArea.StepFor(range, intervals: 4);
}
