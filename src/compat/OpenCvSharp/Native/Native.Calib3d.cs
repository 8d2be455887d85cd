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
    internal static partial int cvs_undistort_points(MatHandle src, MatHandle dst, MatHandle camera, MatHandle distortion, MatHandle r, MatHandle p);

    [LibraryImport(Library)]
    internal static partial int cvs_undistort(MatHandle src, MatHandle dst, MatHandle camera, MatHandle distortion, MatHandle newCamera);
}
