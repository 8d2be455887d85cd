using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: drawing functions of opencv_imgproc (native/drawing.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int cvs_line(MatHandle img, Point a, Point b, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    internal static partial int cvs_arrowed_line(MatHandle img, Point a, Point b, Scalar color, int thickness, int type, int shift, double tip);

    [LibraryImport(Library)]
    internal static partial int cvs_rectangle(MatHandle img, Point a, Point b, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    internal static partial int cvs_rectangle_rect(MatHandle img, Rect rect, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    internal static partial int cvs_circle(MatHandle img, Point center, int radius, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    internal static partial int cvs_ellipse(MatHandle img, Point center, Size axes, double angle, double start, double end, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    internal static partial int cvs_marker(MatHandle img, Point at, Scalar color, int marker, int size, int thickness, int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_put_text(MatHandle img, string text, Point at, int font, double scale, Scalar color, int thickness, int type, int bottomLeft);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_text_size(string text, int font, double scale, int thickness, out int baseline, out Size result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_polylines(MatHandle img, Point* points, int* counts, int polygons, int closed, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    internal static partial int cvs_polylines_array(MatHandle img, MatHandle points, int closed, Scalar color, int thickness, int type, int shift);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_fill_poly(MatHandle img, Point* points, int* counts, int polygons, Scalar color, int type, int shift, Point offset);

    [LibraryImport(Library)]
    internal static partial int cvs_fill_poly_array(MatHandle img, MatHandle points, Scalar color, int type, int shift, Point offset);

    [LibraryImport(Library)]
    internal static partial int cvs_fill_convex_poly(MatHandle img, MatHandle points, Scalar color, int type, int shift);
}
