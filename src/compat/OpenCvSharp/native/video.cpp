// opencv_videoio: cameras, files in and out.
#include "shim.h"
#include <opencv2/videoio.hpp>

using M = cv::Mat*;
using Capture = cv::VideoCapture*;
using Writer = cv::VideoWriter*;

static std::vector<int> Params(const int* p, int count) { return p ? std::vector<int>(p, p + count) : std::vector<int>(); }

SHIM cvs_capture_new(Capture* out) { return Guard([&] { *out = new cv::VideoCapture(); }); }
SHIM cvs_capture_delete(Capture c) { return Guard([&] { delete c; }); }
SHIM cvs_capture_open_index(Capture c, int index, int api, const int* p, int params, int* ok) { return Guard([&] { *ok = c->open(index, api, Params(p, params)); }); }
SHIM cvs_capture_open_file(Capture c, const char* file, int api, const int* p, int params, int* ok) { return Guard([&] { *ok = c->open(file, api, Params(p, params)); }); }
SHIM cvs_capture_is_opened(Capture c, int* ok) { return Guard([&] { *ok = c->isOpened(); }); }
SHIM cvs_capture_release(Capture c) { return Guard([&] { c->release(); }); }
SHIM cvs_capture_grab(Capture c, int* ok) { return Guard([&] { *ok = c->grab(); }); }
SHIM cvs_capture_retrieve(Capture c, M image, int flag, int* ok) { return Guard([&] { *ok = c->retrieve(*image, flag); }); }
SHIM cvs_capture_read(Capture c, M image, int* ok) { return Guard([&] { *ok = c->read(*image); }); }
SHIM cvs_capture_get(Capture c, int property, double* out) { return Guard([&] { *out = c->get(property); }); }
SHIM cvs_capture_set(Capture c, int property, double value, int* ok) { return Guard([&] { *ok = c->set(property, value); }); }
SHIM cvs_capture_backend(Capture c, std::string** out) { return Guard([&] { *out = new std::string(c->getBackendName()); }); }
SHIM cvs_capture_exceptions(Capture c, int enable, int* out) { return Guard([&] { if (enable >= 0) c->setExceptionMode(enable != 0); *out = c->getExceptionMode(); }); }

SHIM cvs_writer_new(Writer* out) { return Guard([&] { *out = new cv::VideoWriter(); }); }
SHIM cvs_writer_delete(Writer w) { return Guard([&] { delete w; }); }
SHIM cvs_writer_open(Writer w, const char* file, int api, int fourcc, double fps, Pod2i size, const int* p, int params, int* ok) { return Guard([&] { *ok = w->open(file, api, fourcc, fps, cv::Size(size), Params(p, params)); }); }
SHIM cvs_writer_is_opened(Writer w, int* ok) { return Guard([&] { *ok = w->isOpened(); }); }
SHIM cvs_writer_release(Writer w) { return Guard([&] { w->release(); }); }
SHIM cvs_writer_write(Writer w, M image) { return Guard([&] { w->write(*image); }); }
SHIM cvs_writer_get(Writer w, int property, double* out) { return Guard([&] { *out = w->get(property); }); }
SHIM cvs_writer_set(Writer w, int property, double value, int* ok) { return Guard([&] { *ok = w->set(property, value); }); }
SHIM cvs_writer_backend(Writer w, std::string** out) { return Guard([&] { *out = new std::string(w->getBackendName()); }); }
