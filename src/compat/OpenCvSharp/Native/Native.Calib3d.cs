using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: opencv_calib3d (native/calib3d.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int cvs_solve_pnp(MatHandle @object, MatHandle image, MatHandle camera, MatHandle distortion, MatHandle rvec, MatHandle tvec, int guess, int method, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_solve_pnp_ransac(MatHandle @object, MatHandle image, MatHandle camera, MatHandle distortion, MatHandle rvec, MatHandle tvec, int guess, int iterations, float error, double confidence, MatHandle inliers, int method, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_rodrigues(MatHandle src, MatHandle dst, MatHandle jacobian);

    [LibraryImport(Library)]
    internal static partial int cvs_project_points(MatHandle @object, MatHandle rvec, MatHandle tvec, MatHandle camera, MatHandle distortion, MatHandle image, MatHandle jacobian, double aspect);

    [LibraryImport(Library)]
    internal static partial int cvs_estimate_affine_2d(int partial, MatHandle from, MatHandle to, MatHandle inliers, int method, double threshold, ulong iterations, double confidence, ulong refine, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_find_homography(MatHandle from, MatHandle to, int method, double threshold, MatHandle mask, int iterations, double confidence, out MatHandle result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_rq_decomp(MatHandle src, MatHandle r, MatHandle q, MatHandle qx, MatHandle qy, MatHandle qz, double* angles);

    [LibraryImport(Library)]
    internal static partial int cvs_undistort_points(MatHandle src, MatHandle dst, MatHandle camera, MatHandle distortion, MatHandle r, MatHandle p);

    [LibraryImport(Library)]
    internal static partial int cvs_undistort(MatHandle src, MatHandle dst, MatHandle camera, MatHandle distortion, MatHandle newCamera);
}
