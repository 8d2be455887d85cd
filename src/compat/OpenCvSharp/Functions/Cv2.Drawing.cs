using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>
/// Drawing. A thickness below 0 fills; <c>shift</c> is the number of fractional bits in coordinates and radii.
/// </content>
public static partial class Cv2
{
    public static void Line(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_line(Need(img), pt1, pt2, color, thickness, (int)lineType, shift));

    public static void Line(InputOutputArray img, int pt1X, int pt1Y, int pt2X, int pt2Y, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Line(img, new Point(pt1X, pt1Y), new Point(pt2X, pt2Y), color, thickness, lineType, shift);

    /// <summary><paramref name="tipLength"/> is the tip's share of the arrow.</summary>
    public static void ArrowedLine(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0, double tipLength = 0.1) =>
        Native.Check(Native.cvs_arrowed_line(Need(img), pt1, pt2, color, thickness, (int)lineType, shift, tipLength));

    /// <summary>Both corners are drawn.</summary>
    public static void Rectangle(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_rectangle(Need(img), pt1, pt2, color, thickness, (int)lineType, shift));

    /// <summary>The right and bottom edges are drawn one inside.</summary>
    public static void Rectangle(InputOutputArray img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_rectangle_rect(Need(img), rect, color, thickness, (int)lineType, shift));

    /// <inheritdoc cref="Rectangle(InputOutputArray, Point, Point, Scalar, int, LineTypes, int)"/>
    public static void Rectangle(Mat img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_rectangle(Need(img), pt1, pt2, color, thickness, (int)lineType, shift));

    /// <inheritdoc cref="Rectangle(InputOutputArray, Rect, Scalar, int, LineTypes, int)"/>
    public static void Rectangle(Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_rectangle_rect(Need(img), rect, color, thickness, (int)lineType, shift));

    public static void Circle(InputOutputArray img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_circle(Need(img), center, radius, color, thickness, (int)lineType, shift));

    public static void Circle(InputOutputArray img, int centerX, int centerY, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Circle(img, new Point(centerX, centerY), radius, color, thickness, lineType, shift);

    /// <summary>Half axes; angles in degrees, clockwise on the screen.</summary>
    public static void Ellipse(InputOutputArray img, Point center, Size axes, double angle, double startAngle, double endAngle, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_ellipse(Need(img), center, axes, angle, startAngle, endAngle, color, thickness, (int)lineType, shift));

    public static void DrawMarker(InputOutputArray img, Point position, Scalar color, MarkerTypes markerType = MarkerTypes.Cross, int markerSize = 20, int thickness = 1, LineTypes lineType = LineTypes.Link8) =>
        Native.Check(Native.cvs_marker(Need(img), position, color, (int)markerType, markerSize, thickness, (int)lineType));

    /// <summary><paramref name="org"/> is the text's lower left corner.</summary>
    public static void PutText(InputOutputArray img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Native.Check(Native.cvs_put_text(Need(img), text, org, (int)fontFace, fontScale, color, thickness, (int)lineType, Int(bottomLeftOrigin)));
    }

    /// <summary>Size without what lies below the baseline.</summary>
    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Native.Check(Native.cvs_text_size(text, (int)fontFace, fontScale, thickness, out baseLine, out var size));
        return size;
    }

    public static void FillConvexPoly(InputOutputArray img, InputArray pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_fill_convex_poly(Need(img), Need(pts), color, (int)lineType, shift));

    public static void FillConvexPoly(Mat img, IEnumerable<Point> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        using var points = Mat.FromArray(pts);
        FillConvexPoly(img, points, color, lineType, shift);
    }

    public static void FillPoly(InputOutputArray img, InputArray pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null) =>
        Native.Check(Native.cvs_fill_poly_array(Need(img), Need(pts), color, (int)lineType, shift, offset ?? default));

    /// <summary>Even-odd: where two polygons overlap is left out.</summary>
    public static unsafe void FillPoly(Mat img, IEnumerable<IEnumerable<Point>> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        var (points, counts) = Polygons(pts);
        fixed (Point* p = points)
        fixed (int* n = counts)
            Native.Check(Native.cvs_fill_poly(Need(img), p, n, counts.Length, color, (int)lineType, shift, offset ?? default));
    }

    public static void Polylines(InputOutputArray img, InputArray pts, bool isClosed, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.cvs_polylines_array(Need(img), Need(pts), Int(isClosed), color, thickness, (int)lineType, shift));

    public static unsafe void Polylines(Mat img, IEnumerable<IEnumerable<Point>> pts, bool isClosed, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        var (points, counts) = Polygons(pts);
        fixed (Point* p = points)
        fixed (int* n = counts)
            Native.Check(Native.cvs_polylines(Need(img), p, n, counts.Length, Int(isClosed), color, thickness, (int)lineType, shift));
    }

    private static (Point[] Points, int[] Counts) Polygons(IEnumerable<IEnumerable<Point>> polygons)
    {
        var lists = polygons.Select(polygon => polygon.ToArray()).ToArray();
        return (lists.SelectMany(list => list).ToArray(), lists.Select(list => list.Length).ToArray());
    }
}
