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
SHIM cvs_undistort_points(M src, M dst, M camera, M distortion, M r, M p) { return Guard([&] { cv::undistortPoints(*src, *dst, *camera, In(distortion), In(r), In(p)); }); }
SHIM cvs_undistort(M src, M dst, M camera, M distortion, M newCamera) { return Guard([&] { cv::undistort(*src, *dst, *camera, In(distortion), In(newCamera)); }); }
