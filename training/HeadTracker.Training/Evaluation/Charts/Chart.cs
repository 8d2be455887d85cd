using ScottPlot;
using SkiaSharp;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>What all charts have in common: font, colours, grid, and how panels and their legend come onto one picture.</summary>
internal static class Chart
{
    private const string FontName = "DejaVu Sans";
    private const float TextSize = 13, TitleSize = 14, Margin = 8;
    private static readonly Color Ink = Color.FromHex("#333333");
    private static readonly (MarkerShape Filled, MarkerShape Open)[] Shapes =
    [
        (MarkerShape.FilledCircle, MarkerShape.OpenCircle), (MarkerShape.FilledSquare, MarkerShape.OpenSquare),
            (MarkerShape.FilledTriangleUp, MarkerShape.OpenTriangleUp),
        (MarkerShape.FilledDiamond, MarkerShape.OpenDiamond), (MarkerShape.FilledTriangleDown, MarkerShape.OpenTriangleDown),
    ];

    // Of the package's fonts, so that a chart looks the same on every machine; without them in the system's.
    static Chart()
    {
        foreach (var (file, bold) in new[] { ("DejaVuSans.ttf", false), ("DejaVuSans-Bold.ttf", true) })
        {
            var path = Path.Combine(AppContext.BaseDirectory, "fonts", file);
            if (File.Exists(path)) Fonts.AddFontFile(FontName, path, bold, italic: false);
        }
    }

    /// <summary>Colours that people with any colour vision tell apart (Okabe and Ito 2008), those that stand out least from white last.</summary>
    public static IReadOnlyList<Color> Colours { get; } =
        [.. new[] { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442" }.Select(Color.FromHex)];

    public static Color ColourOf(int series) => Colours[series % Colours.Count];

    /// <summary>A mark of its own for each series, so that colour is not all that tells them apart.</summary>
    public static (MarkerShape Filled, MarkerShape Open) ShapeOf(int series) => Shapes[series % Shapes.Length];

    public static Plot Panel(string title, string xLabel, string yLabel)
    {
        var plot = new Plot();
        plot.Font.Set(FontName);
        plot.Title(title, TitleSize);
        plot.XLabel(xLabel, TextSize);
        plot.YLabel(yLabel, TextSize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = TextSize - 1;
        plot.Axes.Color(Ink);
        plot.Grid.MajorLineColor = Color.FromHex("#E2E2E2");
        plot.HideLegend();
        return plot;
    }

    /// <summary>The lines of a histogram whose bins begin at <paramref name="start"/>.</summary>
    public static void Steps(Plot plot, double start, double width, IReadOnlyList<double> heights, Color colour, string name, float thickness = 2)
    {
        // The last bin's line ends where a next one would begin.
        Coordinates[] corners =
            [.. Enumerable.Range(0, heights.Count + 1).Select(i => new Coordinates(start + i * width, heights[Math.Min(i, heights.Count - 1)]))];
        var line = plot.Add.ScatterLine(corners, colour);
        (line.ConnectStyle, line.LineWidth, line.LegendText) = (ConnectStyle.StepHorizontal, thickness, name);
    }

    /// <summary>Draws panels side by side, the first one's legend below them all, where it covers nothing.</summary>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(IReadOnlyList<Plot> panels, int columns, int width, int height, bool legend)
    {
        using var paint = Paint.NewDisposablePaint();
        var rows = (panels.Count + columns - 1) / columns;
        var key = panels[0].Legend;
        (key.Orientation, key.TightHorizontalWrapping, key.OutlineColor, key.ShadowColor) = (Orientation.Horizontal, true, Colors.Transparent,
            Colors.Transparent);
        (key.FontName, key.FontSize, key.BackgroundColor, key.SymbolWidth) = (FontName, TextSize, Colors.White, 28);
        var strip = legend ? key.GetLayout(new PixelSize(columns * width - 2 * Margin, 10_000), paint).LegendRect.Height + Margin : 0;

        using var surface = SKSurface.Create(new SKImageInfo(columns * width, rows * height + (int)Math.Ceiling(strip)));
        surface.Canvas.Clear(SKColors.White);
        for (var i = 0; i < panels.Count; i++)
        {
            var place = new PixelRect(new Pixel(i % columns * width, i / columns * height), width, height);
            // A panel clears all that it may draw on.
            surface.Canvas.Save();
            surface.Canvas.ClipRect(place.ToSKRect());
            panels[i].Render(surface.Canvas, place.Contract(Margin));
            surface.Canvas.Restore();
        }

        if (legend) key.Render(surface.Canvas, paint, new PixelRect(new Pixel(0, rows * height), columns * width, strip), Alignment.UpperCenter);

        using var picture = surface.Snapshot();
        using var png = picture.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>The same into a file.</summary>
    /// <inheritdoc cref="Draw"/>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Plot> panels, int columns, int width, int height, bool legend)
    {
        var png = Draw(panels, columns, width, height, legend);
        AtomicFile.Write(path, partial => File.WriteAllBytes(partial, png));
    }
}
