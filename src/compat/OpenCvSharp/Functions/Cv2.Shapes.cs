using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Shapes of point sets, and correspondences between images.</content>
public static partial class Cv2
{
    public static Rect BoundingRect(InputArray curve)
    {
        Native.Check(Native.cvs_bounding_rect(Need(curve), out var rect));
        return rect;
    }

    public static Rect BoundingRect(IEnumerable<Point> curve) => With(curve, points => BoundingRect(points));
    public static Rect BoundingRect(IEnumerable<Point2f> curve) => With(curve, points => BoundingRect(points));

    public static void ConvexHull(InputArray points, OutputArray hull, bool clockwise = false, bool returnPoints = true) =>
        Native.Check(Native.cvs_convex_hull(Need(points), Need(hull), Int(clockwise), Int(returnPoints)));

    public static Point[] ConvexHull(IEnumerable<Point> points, bool clockwise = false) => Hull(points, clockwise);
    public static Point2f[] ConvexHull(IEnumerable<Point2f> points, bool clockwise = false) => Hull(points, clockwise);

    /// <summary>Positive, unless oriented, where counter-clockwise on the screen is negative.</summary>
    public static double ContourArea(InputArray contour, bool oriented = false)
    {
        Native.Check(Native.cvs_contour_area(Need(contour), Int(oriented), out var area));
        return area;
    }

    public static double ContourArea(IEnumerable<Point> contour, bool oriented = false) => With(contour, points => ContourArea(points, oriented));
    public static double ContourArea(IEnumerable<Point2f> contour, bool oriented = false) => With(contour, points => ContourArea(points, oriented));

    public static RotatedRect MinAreaRect(InputArray points)
    {
        Native.Check(Native.cvs_min_area_rect(Need(points), out var box));
        return box;
    }

    public static RotatedRect MinAreaRect(IEnumerable<Point2f> points) => With(points, list => MinAreaRect(list));

    public static void ApproxPolyDP(InputArray curve, OutputArray approxCurve, double epsilon, bool closed) =>
        Native.Check(Native.cvs_approx_poly(Need(curve), Need(approxCurve), epsilon, Int(closed)));

    /// <summary>2×3: rotation, one scale and shift that best take one set of points to the other; empty if there is none.</summary>
    public static Mat? EstimateAffinePartial2D(InputArray from, InputArray to, OutputArray? inliers = null,
        RobustEstimationAlgorithms method = RobustEstimationAlgorithms.RANSAC, double ransacReprojThreshold = 3, ulong maxIters = 2000, double confidence = 0.99, ulong refineIters = 10) =>
        EstimateAffine(true, from, to, inliers, method, ransacReprojThreshold, maxIters, confidence, refineIters);

    /// <summary>2×3: the affine map that best takes one set of points to the other; empty if there is none.</summary>
    public static Mat? EstimateAffine2D(InputArray from, InputArray to, OutputArray? inliers = null,
        RobustEstimationAlgorithms method = RobustEstimationAlgorithms.RANSAC, double ransacReprojThreshold = 3, ulong maxIters = 2000, double confidence = 0.99, ulong refineIters = 10) =>
        EstimateAffine(false, from, to, inliers, method, ransacReprojThreshold, maxIters, confidence, refineIters);

    public static Mat FindHomography(InputArray srcPoints, InputArray dstPoints, HomographyMethods method = HomographyMethods.None,
        double ransacReprojThreshold = 3, OutputArray? mask = null, int maxIters = 2000, double confidence = 0.995)
    {
        Native.Check(Native.cvs_find_homography(Need(srcPoints), Need(dstPoints), (int)method, ransacReprojThreshold, Or(mask), maxIters, confidence, out var handle));
        return new(handle);
    }

    private static Mat EstimateAffine(bool partial, InputArray from, InputArray to, OutputArray? inliers, RobustEstimationAlgorithms method,
        double threshold, ulong iterations, double confidence, ulong refine)
    {
        Native.Check(Native.cvs_estimate_affine_2d(Int(partial), Need(from), Need(to), Or(inliers), (int)method, threshold, iterations, confidence, refine, out var handle));
        return new(handle);
    }

    private static T[] Hull<T>(IEnumerable<T> points, bool clockwise) where T : unmanaged
    {
        using var list = Mat.FromArray(points);
        using var hull = new Mat();
        ConvexHull(list, hull, clockwise);
        hull.GetArray<T>(out var result);
        return result;
    }

    private static TResult With<T, TResult>(IEnumerable<T> points, Func<Mat, TResult> measure) where T : unmanaged
    {
        using var list = Mat.FromArray(points);
        return measure(list);
    }
}
