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
    internal static partial int cvs_cvt_color_two_plane(MatHandle y, MatHandle uv, MatHandle dst, int code);

    [LibraryImport(Library)]
    internal static partial int cvs_warp_affine(MatHandle src, MatHandle dst, MatHandle m, Size size, int flags, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_warp_perspective(MatHandle src, MatHandle dst, MatHandle m, Size size, int flags, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_warp_polar(MatHandle src, MatHandle dst, Size size, Point2f center, double radius, int flags);

    [LibraryImport(Library)]
    internal static partial int cvs_remap(MatHandle src, MatHandle dst, MatHandle map1, MatHandle map2, int interpolation, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_convert_maps(MatHandle map1, MatHandle map2, MatHandle dst1, MatHandle dst2, int type, int nearest);

    [LibraryImport(Library)]
    internal static partial int cvs_rotation_matrix(Point2f center, double angle, double scale, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_affine_transform(MatHandle src, MatHandle dst, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_perspective_from_points(MatHandle src, MatHandle dst, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_invert_affine(MatHandle src, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_get_rect_sub_pix(MatHandle src, Size size, Point2f center, MatHandle dst, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_threshold(MatHandle src, MatHandle dst, double threshold, double maximum, int type, out double result);

    [LibraryImport(Library)]
    internal static partial int cvs_gaussian_blur(MatHandle src, MatHandle dst, Size size, double sx, double sy, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_median_blur(MatHandle src, MatHandle dst, int size);

    [LibraryImport(Library)]
    internal static partial int cvs_box_filter(MatHandle src, MatHandle dst, int depth, Size size, Point anchor, int normalize, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_bilateral_filter(MatHandle src, MatHandle dst, int d, double color, double space, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_filter_2d(MatHandle src, MatHandle dst, int depth, MatHandle kernel, Point anchor, double delta, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_sep_filter_2d(MatHandle src, MatHandle dst, int depth, MatHandle kx, MatHandle ky, Point anchor, double delta, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_gaussian_kernel(int size, double sigma, int type, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_sobel(MatHandle src, MatHandle dst, int depth, int dx, int dy, int size, double scale, double delta, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_laplacian(MatHandle src, MatHandle dst, int depth, int size, double scale, double delta, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_canny(MatHandle src, MatHandle dst, double low, double high, int aperture, int l2);

    [LibraryImport(Library)]
    internal static partial int cvs_equalize_hist(MatHandle src, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_morphology(int op, MatHandle src, MatHandle dst, MatHandle kernel, Point anchor, int iterations, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_morphology_default_border(out Scalar result);

    [LibraryImport(Library)]
    internal static partial int cvs_structuring_element(int shape, Size size, Point anchor, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_pyr_down(MatHandle src, MatHandle dst, Size size, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_pyr_up(MatHandle src, MatHandle dst, Size size, int border);

    [LibraryImport(Library)]
    internal static partial int cvs_integral(MatHandle src, MatHandle sum, int depth);

    [LibraryImport(Library)]
    internal static partial int cvs_match_template(MatHandle image, MatHandle patch, MatHandle result, int method, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_phase_correlate(MatHandle a, MatHandle b, MatHandle window, out double x, out double y, out double response);

    [LibraryImport(Library)]
    internal static partial int cvs_hanning_window(MatHandle dst, Size size, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_inpaint(MatHandle src, MatHandle mask, MatHandle dst, double radius, int method);

    [LibraryImport(Library)]
    internal static partial int cvs_adaptive_threshold(MatHandle src, MatHandle dst, double maximum, int method, int type, int block, double c);

    [LibraryImport(Library)]
    internal static partial int cvs_distance_transform(MatHandle src, MatHandle dst, int type, int mask, int dstType);

    [LibraryImport(Library)]
    internal static partial int cvs_apply_color_map(MatHandle src, MatHandle dst, int map);

    [LibraryImport(Library)]
    internal static partial int cvs_good_features(MatHandle src, MatHandle corners, int maximum, double quality, double distance, MatHandle mask, int block, int harris, double k);

    [LibraryImport(Library)]
    internal static partial int cvs_bounding_rect(MatHandle points, out Rect result);

    [LibraryImport(Library)]
    internal static partial int cvs_convex_hull(MatHandle points, MatHandle hull, int clockwise, int asPoints);

    [LibraryImport(Library)]
    internal static partial int cvs_approx_poly(MatHandle points, MatHandle result, double epsilon, int closed);

    [LibraryImport(Library)]
    internal static partial int cvs_contour_area(MatHandle points, int oriented, out double result);

    [LibraryImport(Library)]
    internal static partial int cvs_min_area_rect(MatHandle points, out RotatedRect result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_rotated_points(RotatedRect box, Point2f* four);

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
