#include "shim.h"
#include <opencv2/imgproc.hpp>

using M = cv::Mat*;

// Polygons come as one run of points and the count of points in each.
static std::vector<std::vector<cv::Point>> Polygons(const Pod2i* points, const int* counts, int polygons)
{
    std::vector<std::vector<cv::Point>> list;
    for (int i = 0; i < polygons; points += counts[i++]) list.emplace_back(points, points + counts[i]);
    return list;
}

SHIM cvs_line(M img, Pod2i a, Pod2i b, PodScalar color, int thickness, int type, int shift) { return Guard([&] { cv::line(*img, cv::Point(a), cv::Point(b), cv::Scalar(color), thickness, type, shift); }); }
SHIM cvs_arrowed_line(M img, Pod2i a, Pod2i b, PodScalar color, int thickness, int type, int shift, double tip) { return Guard([&] { cv::arrowedLine(*img, cv::Point(a), cv::Point(b), cv::Scalar(color), thickness, type, shift, tip); }); }
SHIM cvs_rectangle(M img, Pod2i a, Pod2i b, PodScalar color, int thickness, int type, int shift) { return Guard([&] { cv::rectangle(*img, cv::Point(a), cv::Point(b), cv::Scalar(color), thickness, type, shift); }); }
SHIM cvs_rectangle_rect(M img, Pod4i rect, PodScalar color, int thickness, int type, int shift) { return Guard([&] { cv::rectangle(*img, cv::Rect(rect), cv::Scalar(color), thickness, type, shift); }); }
SHIM cvs_circle(M img, Pod2i center, int radius, PodScalar color, int thickness, int type, int shift) { return Guard([&] { cv::circle(*img, cv::Point(center), radius, cv::Scalar(color), thickness, type, shift); }); }
SHIM cvs_ellipse(M img, Pod2i center, Pod2i axes, double angle, double start, double end, PodScalar color, int thickness, int type, int shift) { return Guard([&] { cv::ellipse(*img, cv::Point(center), cv::Size(axes), angle, start, end, cv::Scalar(color), thickness, type, shift); }); }
SHIM cvs_marker(M img, Pod2i at, PodScalar color, int marker, int size, int thickness, int type) { return Guard([&] { cv::drawMarker(*img, cv::Point(at), cv::Scalar(color), marker, size, thickness, type); }); }
SHIM cvs_put_text(M img, const char* text, Pod2i at, int font, double scale, PodScalar color, int thickness, int type, int bottomLeft) { return Guard([&] { cv::putText(*img, text, cv::Point(at), font, scale, cv::Scalar(color), thickness, type, bottomLeft != 0); }); }
SHIM cvs_text_size(const char* text, int font, double scale, int thickness, int* baseline, Pod2i* out) { return Guard([&] { const cv::Size s = cv::getTextSize(text, font, scale, thickness, baseline); *out = {s.width, s.height}; }); }
SHIM cvs_polylines(M img, const Pod2i* points, const int* counts, int polygons, int closed, PodScalar color, int thickness, int type, int shift) { return Guard([&] { cv::polylines(*img, Polygons(points, counts, polygons), closed != 0, cv::Scalar(color), thickness, type, shift); }); }
SHIM cvs_polylines_array(M img, M points, int closed, PodScalar color, int thickness, int type, int shift) { return Guard([&] { cv::polylines(*img, *points, closed != 0, cv::Scalar(color), thickness, type, shift); }); }
SHIM cvs_fill_poly(M img, const Pod2i* points, const int* counts, int polygons, PodScalar color, int type, int shift, Pod2i offset) { return Guard([&] { cv::fillPoly(*img, Polygons(points, counts, polygons), cv::Scalar(color), type, shift, cv::Point(offset)); }); }
SHIM cvs_fill_poly_array(M img, M points, PodScalar color, int type, int shift, Pod2i offset) { return Guard([&] { cv::fillPoly(*img, *points, cv::Scalar(color), type, shift, cv::Point(offset)); }); }
SHIM cvs_fill_convex_poly(M img, M points, PodScalar color, int type, int shift) { return Guard([&] { cv::fillConvexPoly(*img, *points, cv::Scalar(color), type, shift); }); }
