// Shared by the shim's translation units: how values cross the C boundary, and how errors do.
//
// A tensor handle is a TensorImpl* that owns one reference. Every entry point catches what libtorch throws, keeps its
// message for this thread (ts_last_error) and returns the failure value, so that no C++ exception meets the runtime above.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/version.h>

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#define TS_API extern "C" __attribute__((visibility("default")))
#define TS_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace ts {

#if TS_TORCH_AT_LEAST(2, 5)
template <class T> using Optional = std::optional<T>;
#else
template <class T> using Optional = c10::optional<T>;
#endif

using Handle = c10::TensorImpl*;
using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

// A tensor that shares the handle's object and leaves the handle's own reference alone.
inline at::Tensor borrow(Handle handle) {
  return handle ? at::Tensor(TensorPointer::reclaim_copy(handle)) : at::Tensor();
}

// Gives the caller a reference of its own; an undefined tensor becomes null.
inline Handle release(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

void remember(const std::exception& error);

template <class R, class F>
R guarded(R failure, F&& body) noexcept {
  try {
    return body();
  } catch (const std::exception& error) {
    remember(error);
    return failure;
  }
}

// For entry points that return nothing else: 0 done, -1 failed.
template <class F>
int guarded(F&& body) noexcept {
  return guarded(-1, [&] { body(); return 0; });
}

}  // namespace ts
