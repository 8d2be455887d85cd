#include "shim.h"
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

using M = cv::Mat*;

SHIM cvs_resize(M src, M dst, Pod2i size, double fx, double fy, int interpolation) { return Guard([&] { cv::resize(*src, *dst, cv::Size(size), fx, fy, interpolation); }); }
SHIM cvs_cvt_color(M src, M dst, int code, int channels) { return Guard([&] { cv::cvtColor(*src, *dst, code, channels); }); }
SHIM cvs_warp_affine(M src, M dst, M m, Pod2i size, int flags, int border, PodScalar value) { return Guard([&] { cv::warpAffine(*src, *dst, *m, cv::Size(size), flags, border, cv::Scalar(value)); }); }
SHIM cvs_remap(M src, M dst, M map1, M map2, int interpolation, int border, PodScalar value) { return Guard([&] { cv::remap(*src, *dst, *map1, In(map2), interpolation, border, cv::Scalar(value)); }); }
SHIM cvs_rotation_matrix(Pod2f center, double angle, double scale, M* out) { return Guard([&] { *out = NewMat(cv::getRotationMatrix2D(cv::Point2f(center), angle, scale)); }); }
SHIM cvs_affine_transform(M src, M dst, M* out) { return Guard([&] { *out = NewMat(cv::getAffineTransform(In(src), In(dst))); }); }
SHIM cvs_invert_affine(M src, M dst) { return Guard([&] { cv::invertAffineTransform(*src, *dst); }); }

SHIM cvs_threshold(M src, M dst, double threshold, double maximum, int type, double* out) { return Guard([&] { *out = cv::threshold(*src, *dst, threshold, maximum, type); }); }
SHIM cvs_gaussian_blur(M src, M dst, Pod2i size, double sx, double sy, int border) { return Guard([&] { cv::GaussianBlur(*src, *dst, cv::Size(size), sx, sy, border); }); }
SHIM cvs_median_blur(M src, M dst, int size) { return Guard([&] { cv::medianBlur(*src, *dst, size); }); }
SHIM cvs_blur(M src, M dst, Pod2i size, Pod2i anchor, int border) { return Guard([&] { cv::blur(*src, *dst, cv::Size(size), cv::Point(anchor), border); }); }
SHIM cvs_filter_2d(M src, M dst, int depth, M kernel, Pod2i anchor, double delta, int border) { return Guard([&] { cv::filter2D(*src, *dst, depth, *kernel, cv::Point(anchor), delta, border); }); }
SHIM cvs_equalize_hist(M src, M dst) { return Guard([&] { cv::equalizeHist(*src, *dst); }); }
SHIM cvs_morphology(int op, M src, M dst, M kernel, Pod2i anchor, int iterations, int border, PodScalar value)
{
    // OpenCV tells "no border value" by comparing with this one.
    return Guard([&] { cv::morphologyEx(*src, *dst, op, In(kernel), cv::Point(anchor), iterations, border, cv::Scalar(value)); });
}
SHIM cvs_morphology_default_border(PodScalar* out) { *out = ToPod(cv::morphologyDefaultBorderValue()); return 0; }
SHIM cvs_structuring_element(int shape, Pod2i size, Pod2i anchor, M* out) { return Guard([&] { *out = NewMat(cv::getStructuringElement(shape, cv::Size(size), cv::Point(anchor))); }); }
SHIM cvs_inpaint(M src, M mask, M dst, double radius, int method) { return Guard([&] { cv::inpaint(*src, *mask, *dst, radius, method); }); }

SHIM cvs_bounding_rect(M points, Pod4i* out) { return Guard([&] { const cv::Rect r = cv::boundingRect(*points); *out = {r.x, r.y, r.width, r.height}; }); }

using Clahe = cv::Ptr<cv::CLAHE>;
SHIM cvs_clahe_new(double limit, Pod2i tiles, Clahe** out) { return Guard([&] { *out = new Clahe(cv::createCLAHE(limit, cv::Size(tiles))); }); }
SHIM cvs_clahe_delete(Clahe* c) { delete c; return 0; }
SHIM cvs_clahe_apply(Clahe* c, M src, M dst) { return Guard([&] { (*c)->apply(*src, *dst); }); }
SHIM cvs_clahe_get(Clahe* c, double* limit, Pod2i* tiles) { return Guard([&] { *limit = (*c)->getClipLimit(); const cv::Size s = (*c)->getTilesGridSize(); *tiles = {s.width, s.height}; }); }
SHIM cvs_clahe_set(Clahe* c, double limit, Pod2i tiles) { return Guard([&] { (*c)->setClipLimit(limit); (*c)->setTilesGridSize(cv::Size(tiles)); }); }
SHIM cvs_clahe_collect(Clahe* c) { return Guard([&] { (*c)->collectGarbage(); }); }
