using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Cameras and poses. A pose takes object coordinates to the camera's: x right, y down, z forward.</content>
public static partial class Cv2
{
    /// <summary>Between a rotation vector (axis times angle in radians) and a 3×3 matrix, whichever is given.</summary>
    public static void Rodrigues(InputArray src, OutputArray dst, OutputArray? jacobian = null) =>
        Native.Check(Native.cvs_rodrigues(Need(src), Need(dst), Or(jacobian)));

    public static void Rodrigues(double[] vector, out double[,] matrix, out double[,] jacobian)
    {
        ArgumentNullException.ThrowIfNull(vector);
        using Mat from = Mat.FromArray(vector), to = new(), derivative = new();
        Rodrigues(from, to, derivative);
        to.GetRectangularArray(out matrix);
        derivative.GetRectangularArray(out jacobian);
    }

    public static void Rodrigues(double[,] matrix, out double[] vector, out double[,] jacobian)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        using Mat from = Mat.FromArray(matrix), to = new(), derivative = new();
        Rodrigues(from, to, derivative);
        to.GetArray(out vector);
        derivative.GetRectangularArray(out jacobian);
    }

    /// <summary>The pose that projects object points onto image points, in pixels.</summary>
    /// <param name="distCoeffs">Empty for none.</param>
    public static void SolvePnP(InputArray objectPoints, InputArray imagePoints, InputArray cameraMatrix, InputArray distCoeffs, OutputArray rvec, OutputArray tvec,
        bool useExtrinsicGuess = false, SolvePnPMethod flags = SolvePnPMethod.Iterative) =>
        Native.Check(Native.cvs_solve_pnp(Need(objectPoints), Need(imagePoints), Need(cameraMatrix), Or(distCoeffs), Need(rvec), Need(tvec), Int(useExtrinsicGuess), (int)flags, out _));

    public static void SolvePnP(IEnumerable<Point3f> objectPoints, IEnumerable<Point2f> imagePoints, double[,] cameraMatrix, IEnumerable<double> distCoeffs,
        ref double[] rvec, ref double[] tvec, bool useExtrinsicGuess = false, SolvePnPMethod flags = SolvePnPMethod.Iterative)
    {
        using Mat points = Mat.FromArray(objectPoints), pixels = Mat.FromArray(imagePoints), camera = Mat.FromArray(cameraMatrix);
        using Mat distortion = distCoeffs is null ? new() : Mat.FromArray(distCoeffs);
        using Mat rotation = useExtrinsicGuess ? Mat.FromArray(rvec) : new(), translation = useExtrinsicGuess ? Mat.FromArray(tvec) : new();
        SolvePnP(points, pixels, camera, distortion, rotation, translation, useExtrinsicGuess, flags);
        rotation.GetArray(out rvec);
        translation.GetArray(out tvec);
    }

    public static void SolvePnPRansac(InputArray objectPoints, InputArray imagePoints, InputArray cameraMatrix, InputArray distCoeffs, OutputArray rvec, OutputArray tvec,
        bool useExtrinsicGuess = false, int iterationsCount = 100, float reprojectionError = 8, double confidence = 0.99, OutputArray? inliers = null, SolvePnPMethod flags = SolvePnPMethod.Iterative) =>
        Native.Check(Native.cvs_solve_pnp_ransac(Need(objectPoints), Need(imagePoints), Need(cameraMatrix), Or(distCoeffs), Need(rvec), Need(tvec),
            Int(useExtrinsicGuess), iterationsCount, reprojectionError, confidence, Or(inliers), (int)flags, out _));

    public static void ProjectPoints(InputArray objectPoints, InputArray rvec, InputArray tvec, InputArray cameraMatrix, InputArray distCoeffs, OutputArray imagePoints,
        OutputArray? jacobian = null, double aspectRatio = 0) =>
        Native.Check(Native.cvs_project_points(Need(objectPoints), Need(rvec), Need(tvec), Need(cameraMatrix), Or(distCoeffs), Need(imagePoints), Or(jacobian), aspectRatio));

    public static void ProjectPoints(IEnumerable<Point3f> objectPoints, double[] rvec, double[] tvec, double[,] cameraMatrix, double[] distCoeffs,
        out Point2f[] imagePoints, out double[,] jacobian, double aspectRatio = 0)
    {
        using Mat points = Mat.FromArray(objectPoints), rotation = Mat.FromArray(rvec), translation = Mat.FromArray(tvec), camera = Mat.FromArray(cameraMatrix);
        using Mat distortion = distCoeffs is { Length: > 0 } ? Mat.FromArray(distCoeffs) : new();
        using Mat pixels = new(), derivative = new();
        ProjectPoints(points, rotation, translation, camera, distortion, pixels, derivative, aspectRatio);
        pixels.GetArray(out imagePoints);
        derivative.GetRectangularArray(out jacobian);
    }

    public static void Undistort(InputArray src, OutputArray dst, InputArray cameraMatrix, InputArray distCoeffs, InputArray? newCameraMatrix = null) =>
        Native.Check(Native.cvs_undistort(Need(src), Need(dst), Need(cameraMatrix), Or(distCoeffs), Or(newCameraMatrix)));

    /// <summary>To normalised coordinates (z = 1), or to pixels of the camera <paramref name="p"/>.</summary>
    public static void UndistortPoints(InputArray src, OutputArray dst, InputArray cameraMatrix, InputArray distCoeffs, InputArray? r = null, InputArray? p = null) =>
        Native.Check(Native.cvs_undistort_points(Need(src), Need(dst), Need(cameraMatrix), Or(distCoeffs), Or(r), Or(p)));
}
