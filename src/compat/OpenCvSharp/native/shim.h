// What every file of the shim shares: plain structs that cross the C ABI by value (cv::Size and its
// kin have constructors and must not), and the guard that turns a C++ exception into a status.
#pragma once
#include <opencv2/core.hpp>

#define SHIM extern "C" __attribute__((visibility("default"))) int

struct Pod2i { int x, y; operator cv::Point() const { return {x, y}; } operator cv::Size() const { return {x, y}; } };
struct Pod2f { float x, y; operator cv::Point2f() const { return {x, y}; } };
struct Pod4i { int x, y, width, height; operator cv::Rect() const { return {x, y, width, height}; } };
struct PodScalar { double v[4]; operator cv::Scalar() const { return {v[0], v[1], v[2], v[3]}; } };
struct PodRange { int start, end; operator cv::Range() const { return {start, end}; } };

inline PodScalar ToPod(const cv::Scalar& s) { return {{s[0], s[1], s[2], s[3]}}; }

// Keeps the exception in flight for this thread until the managed side asks for it.
void RememberError() noexcept;

// Runs the body; 0 = done, 1 = failed and remembered.
template <class Body> int Guard(Body&& body) noexcept
{
    try { body(); return 0; }
    catch (...) { RememberError(); return 1; }
}

// A null handle is cv::noArray().
inline cv::_InputArray In(const cv::Mat* m) { return m ? cv::_InputArray(*m) : cv::_InputArray(); }
inline cv::_OutputArray Out(cv::Mat* m) { return m ? cv::_OutputArray(*m) : cv::_OutputArray(); }
inline cv::_InputOutputArray InOut(cv::Mat* m) { return m ? cv::_InputOutputArray(*m) : cv::_InputOutputArray(); }
inline std::vector<cv::Mat> Many(cv::Mat* const* mats, int count)
{
    std::vector<cv::Mat> list;
    for (int i = 0; i < count; i++) list.push_back(*mats[i]);
    return list;
}

// A cv::Mat for the managed side, which frees it with cvs_mat_delete.
inline cv::Mat* NewMat(cv::Mat&& mat) { return new cv::Mat(std::move(mat)); }
