#include "shim.h"

SHIM cvs_mat_delete(cv::Mat* m) { delete m; return 0; }

SHIM cvs_mat_new(cv::Mat** out) { return Guard([&] { *out = NewMat({}); }); }
SHIM cvs_mat_new_size(int rows, int cols, int type, cv::Mat** out) { return Guard([&] { *out = NewMat(cv::Mat(rows, cols, type)); }); }
SHIM cvs_mat_new_scalar(int rows, int cols, int type, PodScalar s, cv::Mat** out) { return Guard([&] { *out = NewMat(cv::Mat(rows, cols, type, cv::Scalar(s))); }); }
SHIM cvs_mat_new_data(int rows, int cols, int type, void* data, int64_t step, cv::Mat** out) { return Guard([&] { *out = NewMat({rows, cols, type, data, size_t(step)}); }); }
SHIM cvs_mat_new_nd(int dims, const int* sizes, int type, void* data, const int64_t* steps, cv::Mat** out)
{
    return Guard([&] {
        if (!data) { *out = NewMat({dims, sizes, type}); return; }
        std::vector<size_t> s;
        if (steps) s.assign(steps, steps + dims - 1);
        *out = NewMat({dims, sizes, type, data, steps ? s.data() : nullptr});
    });
}
SHIM cvs_mat_new_header(cv::Mat* m, cv::Mat** out) { return Guard([&] { *out = NewMat(cv::Mat(*m)); }); }
SHIM cvs_mat_new_roi(cv::Mat* m, Pod4i roi, cv::Mat** out) { return Guard([&] { *out = NewMat({*m, cv::Rect(roi)}); }); }
SHIM cvs_mat_new_ranges(cv::Mat* m, int count, const PodRange* ranges, cv::Mat** out)
{
    return Guard([&] {
        CV_CheckEQ(count, m->dims, "as many ranges as dimensions");
        std::vector<cv::Range> list;
        for (int i = 0; i < count; i++)
            list.push_back(ranges[i].start == INT_MIN && ranges[i].end == INT_MAX ? cv::Range::all() : cv::Range(ranges[i]));
        *out = NewMat({*m, list});
    });
}

SHIM cvs_mat_rows(cv::Mat* m) { return m->rows; }
SHIM cvs_mat_cols(cv::Mat* m) { return m->cols; }
SHIM cvs_mat_dims(cv::Mat* m) { return m->dims; }
SHIM cvs_mat_flags(cv::Mat* m) { return m->flags; }
SHIM cvs_mat_size(cv::Mat* m, int dim) { return dim >= 0 && dim < m->dims ? m->size[dim] : -1; }
SHIM cvs_mat_is_submatrix(cv::Mat* m) { return m->isSubmatrix(); }
extern "C" __attribute__((visibility("default"))) int64_t cvs_mat_step(cv::Mat* m, int dim) { return dim >= 0 && dim < m->dims ? int64_t(m->step[dim]) : 0; }
extern "C" __attribute__((visibility("default"))) int64_t cvs_mat_total(cv::Mat* m) { return int64_t(m->total()); }
extern "C" __attribute__((visibility("default"))) void* cvs_mat_data(cv::Mat* m, int which)
{
    switch (which)
    {
        case 1: return const_cast<uchar*>(m->datastart);
        case 2: return const_cast<uchar*>(m->dataend);
        case 3: return const_cast<uchar*>(m->datalimit);
        default: return m->data;
    }
}
// The element's address; indices are not checked, as in cv::Mat::at of a release build.
extern "C" __attribute__((visibility("default"))) void* cvs_mat_at(cv::Mat* m, int i0, int i1, int i2)
{
    uchar* p = m->data + m->step[0] * size_t(i0);
    if (m->dims > 1) p += m->step[1] * size_t(i1);
    return m->dims > 2 ? p + m->step[2] * size_t(i2) : p;
}
SHIM cvs_mat_locate_roi(cv::Mat* m, Pod2i* whole, Pod2i* offset)
{
    return Guard([&] { cv::Size size; cv::Point at; m->locateROI(size, at); *whole = {size.width, size.height}; *offset = {at.x, at.y}; });
}

SHIM cvs_mat_clone(cv::Mat* m, cv::Mat** out) { return Guard([&] { *out = NewMat(m->clone()); }); }
SHIM cvs_mat_copy_to(cv::Mat* m, cv::Mat* to, cv::Mat* mask) { return Guard([&] { if (mask) m->copyTo(*to, *mask); else m->copyTo(*to); }); }
SHIM cvs_mat_create(cv::Mat* m, int dims, const int* sizes, int type) { return Guard([&] { m->create(dims, sizes, type); }); }
SHIM cvs_mat_release(cv::Mat* m) { return Guard([&] { m->release(); }); }
SHIM cvs_mat_convert_to(cv::Mat* m, cv::Mat* to, int type, double alpha, double beta) { return Guard([&] { m->convertTo(*to, type, alpha, beta); }); }
SHIM cvs_mat_set_to(cv::Mat* m, PodScalar s, cv::Mat* mask) { return Guard([&] { m->setTo(cv::Scalar(s), In(mask)); }); }
SHIM cvs_mat_set_to_array(cv::Mat* m, cv::Mat* value, cv::Mat* mask) { return Guard([&] { m->setTo(*value, In(mask)); }); }
SHIM cvs_mat_reshape(cv::Mat* m, int channels, int rows, cv::Mat** out) { return Guard([&] { *out = NewMat(m->reshape(channels, rows)); }); }
SHIM cvs_mat_reshape_nd(cv::Mat* m, int channels, int dims, const int* sizes, cv::Mat** out) { return Guard([&] { *out = NewMat(m->reshape(channels, dims, sizes)); }); }
SHIM cvs_mat_set_identity(cv::Mat* m, PodScalar s) { return Guard([&] { cv::setIdentity(*m, cv::Scalar(s)); }); }
