using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>Which pixels the drawing functions touch.</summary>
public sealed class DrawingTests : IDisposable
{
    private readonly Mat image = new(40, 60, MatType.CV_8UC3, new Scalar(0));

    public void Dispose() => image.Dispose();

    [Fact]
    public void A_line_covers_both_ends()
    {
        Cv2.Line(image, new Point(5, 7), new Point(25, 7), Scalar.Red);

        Assert.Equal(21, Touched());
        Assert.Equal((new Vec3b(0, 0, 255), new Vec3b(0, 0, 255), default), (image.At<Vec3b>(7, 5), image.At<Vec3b>(7, 25), image.At<Vec3b>(7, 26)));
    }

    [Fact]
    public void A_rectangle_outline_lies_inside_its_Rect()
    {
        Cv2.Rectangle(image, new Rect(10, 5, 8, 6), Scalar.White);

        Assert.Equal(2 * 8 + 2 * 4, Touched());
        Assert.NotEqual(default, image.At<Vec3b>(10, 17));
        Assert.Equal(default, image.At<Vec3b>(11, 18));
    }

    [Fact]
    public void A_rectangle_between_points_includes_both()
    {
        Cv2.Rectangle(image, new Point(10, 5), new Point(18, 11), Scalar.White, -1);

        Assert.Equal(9 * 7, Touched());
    }

    [Fact]
    public void A_filled_circle_has_its_area()
    {
        Cv2.Circle(image, 30, 20, 10, Scalar.Lime, -1);

        Assert.Equal(Math.PI * 100, Touched(), 25.0);
        Assert.Equal(new Vec3b(0, 255, 0), image.At<Vec3b>(20, 40));
        Assert.Equal(default, image.At<Vec3b>(20, 41));
    }

    [Fact]
    public void A_filled_ellipse_has_its_area()
    {
        Cv2.Ellipse(image, new Point(30, 20), new Size(20, 8), 0, 0, 360, Scalar.Blue, -1);

        // The outermost pixels' centres lie on the half axes: half a pixel more on every side.
        Assert.Equal(Math.PI * 20.5 * 8.5, Touched(), 15.0);
    }

    [Fact]
    public void Polygons_fill_to_their_edges_and_overlap_by_parity()
    {
        Cv2.FillConvexPoly(image, [new(5, 5), new(15, 5), new(15, 15), new(5, 15)], Scalar.White);
        Assert.Equal(11 * 11, Touched());

        image.SetTo(new Scalar(0));
        Cv2.FillPoly(image, [[new(0, 0), new(20, 0), new(20, 20), new(0, 20)], [new(5, 5), new(15, 5), new(15, 15), new(5, 15)]], Scalar.White);
        Assert.Equal((255, 0), (image.At<Vec3b>(2, 2).Item0, image.At<Vec3b>(10, 10).Item0));

        image.SetTo(new Scalar(0));
        Cv2.Polylines(image, [[new(2, 2), new(12, 2), new(12, 12)]], false, Scalar.White);
        Assert.Equal(21, Touched());
    }

    [Fact]
    public void Text_stays_within_its_size()
    {
        var size = Cv2.GetTextSize("Yaw", HersheyFonts.HersheySimplex, 0.5, 1, out var baseline);
        Cv2.PutText(image, "Yaw", new Point(10, 25), HersheyFonts.HersheySimplex, 0.5, Scalar.White);

        Assert.InRange(size.Width, 25, 40);
        Assert.InRange(size.Height, 8, 15);
        Assert.InRange(baseline, 3, 8);
        Assert.InRange(Touched(), 30, size.Width * size.Height);
        using var inside = image[new Rect(9, 25 - size.Height - 1, size.Width + 2, size.Height + baseline + 2)].Clone();
        Assert.Equal(Touched(), Touched(inside));
    }

    [Fact]
    public void Arrows_and_markers_reach_their_points()
    {
        Cv2.ArrowedLine(image, new Point(5, 20), new Point(35, 20), Scalar.White, tipLength: 0.2);
        Assert.NotEqual(default, image.At<Vec3b>(20, 35));
        Assert.InRange(Touched(), 31 + 6, 31 + 14);

        image.SetTo(new Scalar(0));
        Cv2.DrawMarker(image, new Point(20, 20), Scalar.White, MarkerTypes.Cross, 11);
        Assert.Equal(2 * 11 - 1, Touched());
    }

    [Fact]
    public void Fractional_bits_shift_coordinates()
    {
        Cv2.Circle(image, new Point(30 << 4, 20 << 4), 5 << 4, Scalar.White, -1, LineTypes.Link8, 4);
        var centre = image.At<Vec3b>(20, 30);

        Assert.NotEqual(default, centre);
        Assert.Equal(Math.PI * 25, Touched(), 15.0);
    }

    private int Touched() => Touched(image);

    private static int Touched(Mat mat)
    {
        using var gray = new Mat();
        Cv2.CvtColor(mat, gray, ColorConversionCodes.BGR2GRAY);
        return Cv2.CountNonZero(gray);
    }
}
