#include "shim.h"

namespace
{
    struct Error { int code = 0, line = 0; std::string function, message, file; };
    thread_local Error last;
}

void RememberError() noexcept
{
    try { throw; }
    catch (const cv::Exception& e) { last = {e.code, e.line, e.func, e.err, e.file}; }
    catch (const std::exception& e) { last = {cv::Error::StsError, 0, "", e.what(), ""}; }
    catch (...) { last = {cv::Error::StsError, 0, "", "unknown C++ exception", ""}; }
}

// The strings stay valid until the next failure on this thread.
SHIM cvs_last_error(int* line, const char** function, const char** message, const char** file)
{
    *line = last.line;
    *function = last.function.c_str();
    *message = last.message.c_str();
    *file = last.file.c_str();
    return last.code;
}
