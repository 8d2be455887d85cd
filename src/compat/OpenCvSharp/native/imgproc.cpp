#include "shim.h"
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

using M = cv::Mat*;

SHIM cvs_resize(M src, M dst, Pod2i size, double fx, double fy, int interpolation) { return Guard([&] { cv::resize(*src, *dst, cv::Size(size), fx, fy, interpolation); }); }
SHIM cvs_cvt_color(M src, M dst, int code, int channels) { return Guard([&] { cv::cvtColor(*src, *dst, code, channels); }); }
SHIM cvs_cvt_color_two_plane(M y, M uv, M dst, int code) { return Guard([&] { cv::cvtColorTwoPlane(*y, *uv, *dst, code); }); }
SHIM cvs_warp_affine(M src, M dst, M m, Pod2i size, int flags, int border, PodScalar value) { return Guard([&] { cv::warpAffine(*src, *dst, *m, cv::Size(size), flags, border, cv::Scalar(value)); }); }
SHIM cvs_warp_perspective(M src, M dst, M m, Pod2i size, int flags, int border, PodScalar value) { return Guard([&] { cv::warpPerspective(*src, *dst, *m, cv::Size(size), flags, border, cv::Scalar(value)); }); }
SHIM cvs_remap(M src, M dst, M map1, M map2, int interpolation, int border, PodScalar value) { return Guard([&] { cv::remap(*src, *dst, *map1, In(map2), interpolation, border, cv::Scalar(value)); }); }
SHIM cvs_convert_maps(M map1, M map2, M dst1, M dst2, int type, int nearest) { return Guard([&] { cv::convertMaps(*map1, In(map2), *dst1, *dst2, type, nearest != 0); }); }
SHIM cvs_rotation_matrix(Pod2f center, double angle, double scale, M* out) { return Guard([&] { *out = NewMat(cv::getRotationMatrix2D(cv::Point2f(center), angle, scale)); }); }
SHIM cvs_affine_transform(M src, M dst, M* out) { return Guard([&] { *out = NewMat(cv::getAffineTransform(In(src), In(dst))); }); }
SHIM cvs_perspective_from_points(M src, M dst, M* out) { return Guard([&] { *out = NewMat(cv::getPerspectiveTransform(In(src), In(dst))); }); }
SHIM cvs_invert_affine(M src, M dst) { return Guard([&] { cv::invertAffineTransform(*src, *dst); }); }
SHIM cvs_get_rect_sub_pix(M src, Pod2i size, Pod2f center, M dst, int type) { return Guard([&] { cv::getRectSubPix(*src, cv::Size(size), cv::Point2f(center), *dst, type); }); }

SHIM cvs_threshold(M src, M dst, double threshold, double maximum, int type, double* out) { return Guard([&] { *out = cv::threshold(*src, *dst, threshold, maximum, type); }); }
SHIM cvs_gaussian_blur(M src, M dst, Pod2i size, double sx, double sy, int border) { return Guard([&] { cv::GaussianBlur(*src, *dst, cv::Size(size), sx, sy, border); }); }
SHIM cvs_median_blur(M src, M dst, int size) { return Guard([&] { cv::medianBlur(*src, *dst, size); }); }
SHIM cvs_box_filter(M src, M dst, int depth, Pod2i size, Pod2i anchor, int normalize, int border) { return Guard([&] { cv::boxFilter(*src, *dst, depth, cv::Size(size), cv::Point(anchor), normalize != 0, border); }); }
SHIM cvs_bilateral_filter(M src, M dst, int d, double color, double space, int border) { return Guard([&] { cv::bilateralFilter(*src, *dst, d, color, space, border); }); }
SHIM cvs_filter_2d(M src, M dst, int depth, M kernel, Pod2i anchor, double delta, int border) { return Guard([&] { cv::filter2D(*src, *dst, depth, *kernel, cv::Point(anchor), delta, border); }); }
SHIM cvs_sep_filter_2d(M src, M dst, int depth, M kx, M ky, Pod2i anchor, double delta, int border) { return Guard([&] { cv::sepFilter2D(*src, *dst, depth, *kx, *ky, cv::Point(anchor), delta, border); }); }
SHIM cvs_gaussian_kernel(int size, double sigma, int type, M* out) { return Guard([&] { *out = NewMat(cv::getGaussianKernel(size, sigma, type)); }); }
SHIM cvs_sobel(M src, M dst, int depth, int dx, int dy, int size, double scale, double delta, int border) { return Guard([&] { cv::Sobel(*src, *dst, depth, dx, dy, size, scale, delta, border); }); }
SHIM cvs_laplacian(M src, M dst, int depth, int size, double scale, double delta, int border) { return Guard([&] { cv::Laplacian(*src, *dst, depth, size, scale, delta, border); }); }
SHIM cvs_canny(M src, M dst, double low, double high, int aperture, int l2) { return Guard([&] { cv::Canny(*src, *dst, low, high, aperture, l2 != 0); }); }
SHIM cvs_equalize_hist(M src, M dst) { return Guard([&] { cv::equalizeHist(*src, *dst); }); }
SHIM cvs_morphology(int op, M src, M dst, M kernel, Pod2i anchor, int iterations, int border, PodScalar value)
{
    // OpenCV tells "no border value" by comparing with this one.
    return Guard([&] { cv::morphologyEx(*src, *dst, op, In(kernel), cv::Point(anchor), iterations, border, cv::Scalar(value)); });
}
SHIM cvs_morphology_default_border(PodScalar* out) { *out = ToPod(cv::morphologyDefaultBorderValue()); return 0; }
SHIM cvs_structuring_element(int shape, Pod2i size, Pod2i anchor, M* out) { return Guard([&] { *out = NewMat(cv::getStructuringElement(shape, cv::Size(size), cv::Point(anchor))); }); }
SHIM cvs_pyr_down(M src, M dst, Pod2i size, int border) { return Guard([&] { cv::pyrDown(*src, *dst, cv::Size(size), border); }); }
SHIM cvs_pyr_up(M src, M dst, Pod2i size, int border) { return Guard([&] { cv::pyrUp(*src, *dst, cv::Size(size), border); }); }
SHIM cvs_integral(M src, M sum, int depth) { return Guard([&] { cv::integral(*src, *sum, depth); }); }
SHIM cvs_match_template(M image, M patch, M result, int method, M mask) { return Guard([&] { cv::matchTemplate(*image, *patch, *result, method, In(mask)); }); }
SHIM cvs_phase_correlate(M a, M b, M window, double* x, double* y, double* response)
{
    return Guard([&] { const cv::Point2d shift = cv::phaseCorrelate(*a, *b, In(window), response); *x = shift.x; *y = shift.y; });
}
SHIM cvs_inpaint(M src, M mask, M dst, double radius, int method) { return Guard([&] { cv::inpaint(*src, *mask, *dst, radius, method); }); }
SHIM cvs_adaptive_threshold(M src, M dst, double maximum, int method, int type, int block, double c) { return Guard([&] { cv::adaptiveThreshold(*src, *dst, maximum, method, type, block, c); }); }
SHIM cvs_distance_transform(M src, M dst, int type, int mask, int dstType) { return Guard([&] { cv::distanceTransform(*src, *dst, type, mask, dstType); }); }
SHIM cvs_apply_color_map(M src, M dst, int map) { return Guard([&] { cv::applyColorMap(*src, *dst, map); }); }
SHIM cvs_good_features(M src, M corners, int maximum, double quality, double distance, M mask, int block, int harris, double k) { return Guard([&] { cv::goodFeaturesToTrack(*src, *corners, maximum, quality, distance, In(mask), block, harris != 0, k); }); }

SHIM cvs_bounding_rect(M points, Pod4i* out) { return Guard([&] { const cv::Rect r = cv::boundingRect(*points); *out = {r.x, r.y, r.width, r.height}; }); }
SHIM cvs_convex_hull(M points, M hull, int clockwise, int asPoints) { return Guard([&] { cv::convexHull(*points, *hull, clockwise != 0, asPoints != 0); }); }
SHIM cvs_approx_poly(M points, M out, double epsilon, int closed) { return Guard([&] { cv::approxPolyDP(*points, *out, epsilon, closed != 0); }); }
SHIM cvs_contour_area(M points, int oriented, double* out) { return Guard([&] { *out = cv::contourArea(*points, oriented != 0); }); }
SHIM cvs_min_area_rect(M points, PodRotated* out) { return Guard([&] { const cv::RotatedRect r = cv::minAreaRect(*points); *out = {r.center.x, r.center.y, r.size.width, r.size.height, r.angle}; }); }
SHIM cvs_rotated_points(PodRotated box, Pod2f* four) { return Guard([&] { cv::Point2f p[4]; cv::RotatedRect(box).points(p); for (int i = 0; i < 4; i++) four[i] = {p[i].x, p[i].y}; }); }

using Clahe = cv::Ptr<cv::CLAHE>;
SHIM cvs_clahe_new(double limit, Pod2i tiles, Clahe** out) { return Guard([&] { *out = new Clahe(cv::createCLAHE(limit, cv::Size(tiles))); }); }
SHIM cvs_clahe_delete(Clahe* c) { delete c; return 0; }
SHIM cvs_clahe_apply(Clahe* c, M src, M dst) { return Guard([&] { (*c)->apply(*src, *dst); }); }
SHIM cvs_clahe_get(Clahe* c, double* limit, Pod2i* tiles) { return Guard([&] { *limit = (*c)->getClipLimit(); const cv::Size s = (*c)->getTilesGridSize(); *tiles = {s.width, s.height}; }); }
SHIM cvs_clahe_set(Clahe* c, double limit, Pod2i tiles) { return Guard([&] { (*c)->setClipLimit(limit); (*c)->setTilesGridSize(cv::Size(tiles)); }); }
SHIM cvs_clahe_collect(Clahe* c) { return Guard([&] { (*c)->collectGarbage(); }); }
