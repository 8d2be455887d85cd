using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: opencv_imgproc and opencv_photo (native/imgproc.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int cvs_resize(MatHandle src, MatHandle dst, Size size, double fx, double fy, int interpolation);

    [LibraryImport(Library)]
    internal static partial int cvs_cvt_color(MatHandle src, MatHandle dst, int code, int channels);

    [LibraryImport(Library)]
    internal static partial int cvs_warp_affine(MatHandle src, MatHandle dst, MatHandle m, Size size, int flags, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_remap(MatHandle src, MatHandle dst, MatHandle map1, MatHandle map2, int interpolation, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_rotation_matrix(Point2f center, double angle, double scale, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_affine_transform(MatHandle src, MatHandle dst, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_invert_affine(MatHandle src, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_threshold(MatHandle src, MatHandle dst, double threshold, double maximum, int type, out double result);

    [LibraryImport(Library)]
    internal static partial int cvs_gaussian_blur(MatHandle src, MatHandle dst, Size size, double sx, double sy, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_median_blur(MatHandle src, MatHandle dst, int size);

    [LibraryImport(Library)]
    internal static partial int cvs_blur(MatHandle src, MatHandle dst, Size size, Point anchor, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_filter_2d(MatHandle src, MatHandle dst, int depth, MatHandle kernel, Point anchor, double delta, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_equalize_hist(MatHandle src, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_morphology(int op, MatHandle src, MatHandle dst, MatHandle kernel, Point anchor, int iterations, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_morphology_default_border(out Scalar result);

    [LibraryImport(Library)]
    internal static partial int cvs_structuring_element(int shape, Size size, Point anchor, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_inpaint(MatHandle src, MatHandle mask, MatHandle dst, double radius, int method);

    [LibraryImport(Library)]
    internal static partial int cvs_bounding_rect(MatHandle points, out Rect result);

    [LibraryImport(Library)]
    internal static partial int cvs_clahe_new(double limit, Size tiles, out ClaheHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_clahe_delete(nint c);

    [LibraryImport(Library)]
    internal static partial int cvs_clahe_apply(ClaheHandle c, MatHandle src, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_clahe_get(ClaheHandle c, out double limit, out Size tiles);

    [LibraryImport(Library)]
    internal static partial int cvs_clahe_set(ClaheHandle c, double limit, Size tiles);

    [LibraryImport(Library)]
    internal static partial int cvs_clahe_collect(ClaheHandle c);
}
