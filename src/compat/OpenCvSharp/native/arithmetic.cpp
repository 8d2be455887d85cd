// opencv_core: arithmetic, reductions, layout, the library's own settings.
#include "shim.h"
#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>

using M = cv::Mat*;

SHIM cvs_absdiff(M a, M b, M dst) { return Guard([&] { cv::absdiff(*a, *b, *dst); }); }
SHIM cvs_add(M a, M b, M dst, M mask, int type) { return Guard([&] { cv::add(*a, *b, *dst, In(mask), type); }); }
SHIM cvs_subtract(M a, M b, M dst, M mask, int type) { return Guard([&] { cv::subtract(*a, *b, *dst, In(mask), type); }); }
SHIM cvs_subtract_scalar(M a, PodScalar b, M dst, M mask, int type) { return Guard([&] { cv::subtract(*a, cv::Scalar(b), *dst, In(mask), type); }); }
SHIM cvs_subtract_from(PodScalar a, M b, M dst, M mask, int type) { return Guard([&] { cv::subtract(cv::Scalar(a), *b, *dst, In(mask), type); }); }
SHIM cvs_multiply(M a, M b, M dst, double scale, int type) { return Guard([&] { cv::multiply(*a, *b, *dst, scale, type); }); }
SHIM cvs_divide(M a, M b, M dst, double scale, int type) { return Guard([&] { cv::divide(*a, *b, *dst, scale, type); }); }
SHIM cvs_divide_scalar(double scale, M b, M dst, int type) { return Guard([&] { cv::divide(scale, *b, *dst, type); }); }
SHIM cvs_add_weighted(M a, double alpha, M b, double beta, double gamma, M dst, int type) { return Guard([&] { cv::addWeighted(*a, alpha, *b, beta, gamma, *dst, type); }); }
SHIM cvs_bitwise(int op, M a, M b, M dst, M mask)
{
    return Guard([&] {
        switch (op)
        {
            case 0: cv::bitwise_and(*a, *b, *dst, In(mask)); break;
            case 1: cv::bitwise_or(*a, *b, *dst, In(mask)); break;
            case 2: cv::bitwise_xor(*a, *b, *dst, In(mask)); break;
            default: cv::bitwise_not(*a, *dst, In(mask));
        }
    });
}
SHIM cvs_min(M a, M b, M dst) { return Guard([&] { cv::min(cv::_InputArray(*a), cv::_InputArray(*b), cv::_OutputArray(*dst)); }); }
SHIM cvs_max(M a, M b, M dst) { return Guard([&] { cv::max(cv::_InputArray(*a), cv::_InputArray(*b), cv::_OutputArray(*dst)); }); }
SHIM cvs_compare(M a, M b, M dst, int op) { return Guard([&] { cv::compare(*a, *b, *dst, op); }); }
SHIM cvs_in_range(M src, M low, M high, M dst) { return Guard([&] { cv::inRange(*src, *low, *high, *dst); }); }
SHIM cvs_in_range_scalar(M src, PodScalar low, PodScalar high, M dst) { return Guard([&] { cv::inRange(*src, cv::Scalar(low), cv::Scalar(high), *dst); }); }
SHIM cvs_lut(M src, M lut, M dst) { return Guard([&] { cv::LUT(*src, *lut, *dst); }); }

SHIM cvs_sum(M src, PodScalar* out) { return Guard([&] { *out = ToPod(cv::sum(*src)); }); }
SHIM cvs_mean(M src, M mask, PodScalar* out) { return Guard([&] { *out = ToPod(cv::mean(*src, In(mask))); }); }
SHIM cvs_mean_std_dev(M src, M mean, M deviation, M mask) { return Guard([&] { cv::meanStdDev(*src, *mean, *deviation, In(mask)); }); }
SHIM cvs_mean_std_dev_scalar(M src, PodScalar* mean, PodScalar* deviation, M mask)
{
    return Guard([&] { cv::Scalar m, d; cv::meanStdDev(*src, m, d, In(mask)); *mean = ToPod(m); *deviation = ToPod(d); });
}
SHIM cvs_norm(M src, int type, M mask, double* out) { return Guard([&] { *out = cv::norm(*src, type, In(mask)); }); }
SHIM cvs_norm_diff(M a, M b, int type, M mask, double* out) { return Guard([&] { *out = cv::norm(*a, *b, type, In(mask)); }); }
SHIM cvs_normalize(M src, M dst, double alpha, double beta, int norm, int type, M mask) { return Guard([&] { cv::normalize(*src, *dst, alpha, beta, norm, type, In(mask)); }); }
SHIM cvs_min_max_loc(M src, double* low, double* high, Pod2i* lowAt, Pod2i* highAt, M mask)
{
    return Guard([&] {
        cv::Point a, b;
        cv::minMaxLoc(*src, low, high, &a, &b, In(mask));
        *lowAt = {a.x, a.y};
        *highAt = {b.x, b.y};
    });
}
SHIM cvs_count_non_zero(M src, int* out) { return Guard([&] { *out = cv::countNonZero(*src); }); }

SHIM cvs_split(M src, M const* planes) { return Guard([&] { std::vector<cv::Mat> list = Many(planes, src->channels()); cv::split(*src, list); for (size_t i = 0; i < list.size(); i++) *planes[i] = list[i]; }); }
SHIM cvs_merge(M const* planes, int count, M dst) { return Guard([&] { cv::merge(Many(planes, count), *dst); }); }
SHIM cvs_extract_channel(M src, M dst, int channel) { return Guard([&] { cv::extractChannel(*src, *dst, channel); }); }
SHIM cvs_insert_channel(M src, M dst, int channel) { return Guard([&] { cv::insertChannel(*src, *dst, channel); }); }
SHIM cvs_hconcat(M const* list, int count, M dst) { return Guard([&] { cv::hconcat(Many(list, count), *dst); }); }
SHIM cvs_vconcat(M const* list, int count, M dst) { return Guard([&] { cv::vconcat(Many(list, count), *dst); }); }
SHIM cvs_flip(M src, M dst, int code) { return Guard([&] { cv::flip(*src, *dst, code); }); }
SHIM cvs_rotate(M src, M dst, int code) { return Guard([&] { cv::rotate(*src, *dst, code); }); }
SHIM cvs_transpose(M src, M dst) { return Guard([&] { cv::transpose(*src, *dst); }); }
SHIM cvs_copy_make_border(M src, M dst, int top, int bottom, int left, int right, int border, PodScalar value) { return Guard([&] { cv::copyMakeBorder(*src, *dst, top, bottom, left, right, border, cv::Scalar(value)); }); }

SHIM cvs_randu(M dst, M low, M high) { return Guard([&] { cv::randu(*dst, *low, *high); }); }
SHIM cvs_randn(M dst, M mean, M deviation) { return Guard([&] { cv::randn(*dst, *mean, *deviation); }); }

SHIM cvs_set_num_threads(int count) { return Guard([&] { cv::setNumThreads(count); }); }
SHIM cvs_get_num_threads(int* out) { return Guard([&] { *out = cv::getNumThreads(); }); }
SHIM cvs_set_use_optimized(int on) { return Guard([&] { cv::setUseOptimized(on != 0); }); }
SHIM cvs_use_optimized(int* out) { return Guard([&] { *out = cv::useOptimized(); }); }
SHIM cvs_log_level(int level, int* previous)
{
    return Guard([&] {
        namespace log = cv::utils::logging;
        *previous = level < 0 ? log::getLogLevel() : log::setLogLevel(log::LogLevel(level));
    });
}

// Text is handed over as a std::string that the managed side reads and frees.
SHIM cvs_string_read(std::string* s, const char** text, int* length) { *text = s->data(); *length = int(s->size()); return 0; }
SHIM cvs_string_delete(std::string* s) { delete s; return 0; }
SHIM cvs_build_information(std::string** out) { return Guard([&] { *out = new std::string(cv::getBuildInformation()); }); }
SHIM cvs_version(std::string** out) { return Guard([&] { *out = new std::string(cv::getVersionString()); }); }
