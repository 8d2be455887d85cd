using HeadTracker.Tests;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Evaluation;

public sealed class ChartTests
{
    [Fact]
    public void Every_line_of_a_chart_is_drawn_and_named_below_it()
    {
        ChartLine[] lines = [.. Enumerable.Range(0, 5).Select(i => new ChartLine($"line {i}", [(1, i), (2, i + 1), (4, i)]))];

        using var picture = Decode(LineChart.Draw("title", "epoch", "mean error, degrees", lines));
        using var legend = new Mat(picture, new Rect(0, 400, picture.Width, picture.Height - 400));

        for (var i = 0; i < lines.Length; i++)
        {
            Assert.InRange(PixelsOf(picture, i), 300, 5000);
            Assert.InRange(PixelsOf(legend, i), 10, 300);
        }

        Assert.Contains("curveEpochs", Assert.Throws<UserErrorException>(() => LineChart.Draw("", "", "", [new ChartLine("none", [])])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_heat_map_has_a_cell_for_every_ensemble()
    {
        ResultRow[] rows = [.. HeatMapStage.GridsUpTo(3).Select((grid, i) =>
            new ResultRow { Row = "m", Test = "t", Faces = 1, P = grid.Padding, S = grid.Stride, Pitch = 1, Yaw = 1, Roll = 1, Mean = 4 - 0.1 * i,
                Geodesic = 2 })];

        using var picture = Decode(HeatMapPicture.Draw("title", rows, 3));
        using var cells = new Mat();
        Cv2.InRange(picture, Scalar.All(0), Scalar.All(250), cells);

        // White is left where no stride divides the padding: 6 cells of 12 are filled, 62 pixels a side.
        Assert.InRange(Cv2.CountNonZero(cells), 0.8 * rows.Length * 62 * 62, 1.6 * rows.Length * 62 * 62);
    }

    /// <summary>So that charts look the same on every machine; the package comes with 'npm ci' in the folder training.</summary>
    [Fact]
    public void The_font_lies_beside_the_program_with_its_licence()
    {
        var modules = Path.Combine(SharedData.RepositoryRoot, "training", "node_modules", "dejavu-fonts-ttf");
        if (!Directory.Exists(modules)) return;
        foreach (var file in new[] { "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "LICENSE" })
        {
            Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "fonts", file)), file);
        }
    }

    private static Mat Decode(byte[] png) => Cv2.ImDecode(png, ImreadModes.Color);

    private static int PixelsOf(Mat picture, int series)
    {
        var colour = Chart.ColourOf(series);
        var bgr = new Scalar(colour.B, colour.G, colour.R);
        using var found = new Mat();
        Cv2.InRange(picture, bgr, bgr, found);
        return Cv2.CountNonZero(found);
    }
}
