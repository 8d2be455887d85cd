#include "shim.h"
#include <opencv2/calib3d.hpp>

using M = cv::Mat*;

SHIM cvs_solve_pnp(M object, M image, M camera, M distortion, M rvec, M tvec, int guess, int method, int* ok) { return Guard([&] { *ok = cv::solvePnP(*object, *image, *camera, In(distortion), *rvec, *tvec, guess != 0, method); }); }
SHIM cvs_solve_pnp_ransac(M object, M image, M camera, M distortion, M rvec, M tvec, int guess, int iterations, float error, double confidence, M inliers, int method, int* ok)
{
    return Guard([&] { *ok = cv::solvePnPRansac(*object, *image, *camera, In(distortion), *rvec, *tvec, guess != 0, iterations, error, confidence, Out(inliers), method); });
}
SHIM cvs_rodrigues(M src, M dst, M jacobian) { return Guard([&] { cv::Rodrigues(*src, *dst, Out(jacobian)); }); }
SHIM cvs_project_points(M object, M rvec, M tvec, M camera, M distortion, M image, M jacobian, double aspect) { return Guard([&] { cv::projectPoints(*object, *rvec, *tvec, *camera, In(distortion), *image, Out(jacobian), aspect); }); }
SHIM cvs_estimate_affine_2d(int partial, M from, M to, M inliers, int method, double threshold, uint64_t iterations, double confidence, uint64_t refine, M* out)
{
    return Guard([&] {
        *out = NewMat(partial ? cv::estimateAffinePartial2D(*from, *to, Out(inliers), method, threshold, iterations, confidence, refine)
                              : cv::estimateAffine2D(*from, *to, Out(inliers), method, threshold, iterations, confidence, refine));
    });
}
SHIM cvs_find_homography(M from, M to, int method, double threshold, M mask, int iterations, double confidence, M* out) { return Guard([&] { *out = NewMat(cv::findHomography(*from, *to, method, threshold, Out(mask), iterations, confidence)); }); }
SHIM cvs_rq_decomp(M src, M r, M q, M qx, M qy, M qz, double* angles)
{
    return Guard([&] { const cv::Vec3d v = cv::RQDecomp3x3(*src, *r, *q, Out(qx), Out(qy), Out(qz)); for (int i = 0; i < 3; i++) angles[i] = v[i]; });
}
SHIM cvs_undistort_points(M src, M dst, M camera, M distortion, M r, M p) { return Guard([&] { cv::undistortPoints(*src, *dst, *camera, In(distortion), In(r), In(p)); }); }
SHIM cvs_undistort(M src, M dst, M camera, M distortion, M newCamera) { return Guard([&] { cv::undistort(*src, *dst, *camera, In(distortion), In(newCamera)); }); }
