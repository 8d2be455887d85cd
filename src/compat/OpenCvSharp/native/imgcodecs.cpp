#include "shim.h"
#include <opencv2/imgcodecs.hpp>

static std::vector<int> Params(const int* p, int count) { return p ? std::vector<int>(p, p + count) : std::vector<int>(); }

SHIM cvs_imread(const char* file, int flags, cv::Mat** out) { return Guard([&] { *out = NewMat(cv::imread(file, flags)); }); }
SHIM cvs_imwrite(const char* file, cv::Mat* const* images, int count, const int* p, int params, int* ok)
{
    return Guard([&] { *ok = count == 1 ? cv::imwrite(file, *images[0], Params(p, params)) : cv::imwrite(file, Many(images, count), Params(p, params)); });
}
SHIM cvs_imdecode(const uchar* bytes, int length, int flags, cv::Mat** out)
{
    return Guard([&] {
        const cv::Mat buffer(1, length, CV_8UC1, const_cast<uchar*>(bytes));
        *out = NewMat(length == 0 ? cv::Mat() : cv::imdecode(buffer, flags));
    });
}
SHIM cvs_imencode(const char* extension, cv::Mat* image, const int* p, int params, std::vector<uchar>** bytes, const uchar** data, int* length, int* ok)
{
    return Guard([&] {
        auto list = std::make_unique<std::vector<uchar>>();
        *ok = cv::imencode(extension, *image, *list, Params(p, params));
        *data = list->data();
        *length = int(list->size());
        *bytes = list.release();
    });
}
SHIM cvs_bytes_delete(std::vector<uchar>* bytes) { delete bytes; return 0; }
