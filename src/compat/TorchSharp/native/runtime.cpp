// Process and thread state: errors, grad mode, the backward pass, random generators, threads, CUDA.
#include "shim.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>

#include <mutex>
#include <vector>

using namespace ts;

static thread_local std::string lastError;

void ts::remember(const std::exception& error) {
  auto torchError = dynamic_cast<const c10::Error*>(&error);
  lastError = torchError ? torchError->what_without_backtrace() : error.what();
}

TS_API const char* ts_last_error() { return lastError.c_str(); }
TS_API const char* ts_version() { return TORCH_VERSION; }

TS_API int ts_grad_enabled() { return at::GradMode::is_enabled(); }
TS_API void ts_set_grad_enabled(int on) { at::GradMode::set_enabled(on != 0); }
TS_API void* ts_inference_enter(int on) { return new c10::InferenceMode(on != 0); }
TS_API void ts_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
TS_API int ts_inference_enabled() { return c10::InferenceMode::is_enabled(); }

static std::vector<at::Tensor> list(const Handle* handles, int32_t count) {
  std::vector<at::Tensor> tensors;
  for (int32_t k = 0; k < count; ++k) tensors.push_back(borrow(handles[k]));
  return tensors;
}

TS_API int ts_backward(const Handle* roots, int32_t rootCount, const Handle* grads, int32_t gradCount, const Handle* inputs, int32_t inputCount,
                       int retainGraph, int createGraph) {
  return guarded([&] {
    torch::autograd::backward(list(roots, rootCount), list(grads, gradCount), retainGraph != 0, createGraph != 0, list(inputs, inputCount));
  });
}

// Writes one gradient per input to `out`; null where the roots do not depend on it and `allowUnused` is set.
TS_API int ts_grad_of(const Handle* roots, int32_t rootCount, const Handle* inputs, int32_t inputCount, const Handle* grads, int32_t gradCount,
                      int retainGraph, int createGraph, int allowUnused, Handle* out) {
  return guarded([&] {
    auto result = torch::autograd::grad(list(roots, rootCount), list(inputs, inputCount), list(grads, gradCount), retainGraph != 0, createGraph != 0,
                                        allowUnused != 0);
    for (int32_t k = 0; k < inputCount; ++k) out[k] = release(result[k]);
  });
}

TS_API int ts_anomaly_enabled() { return torch::autograd::AnomalyMode::is_enabled(); }
TS_API int ts_anomaly_checks_nan() { return torch::autograd::AnomalyMode::should_check_nan(); }
TS_API void ts_set_anomaly(int on, int checkNaN) { torch::autograd::AnomalyMode::set_enabled(on != 0, checkNaN != 0); }

TS_API int ts_manual_seed(uint64_t seed) { return guarded([&] { at::manual_seed(seed); }); }

TS_API void* ts_generator_new(int32_t deviceType, int32_t deviceIndex, uint64_t seed) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    const auto& shared = at::globalContext().defaultGenerator(c10::Device(static_cast<c10::DeviceType>(deviceType), static_cast<c10::DeviceIndex>(deviceIndex)));
    auto own = new at::Generator(shared.clone());
    own->set_current_seed(seed);
    return own;
  });
}

// The CPU's default generator, as a handle of the caller's own on the shared state.
TS_API void* ts_generator_default() {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* { return new at::Generator(at::globalContext().defaultGenerator(at::kCPU)); });
}

TS_API void ts_generator_free(void* generator) { delete static_cast<at::Generator*>(generator); }

template <class F>
static auto locked(void* handle, F&& body) {
  auto& generator = *static_cast<at::Generator*>(handle);
  std::lock_guard<std::mutex> lock(generator.mutex());
  return body(generator);
}

TS_API int ts_generator_set_seed(void* generator, uint64_t seed) {
  return guarded([&] { locked(generator, [&](at::Generator& g) { g.set_current_seed(seed); }); });
}

TS_API uint64_t ts_generator_seed(void* generator) {
  return guarded(uint64_t{0}, [&] { return locked(generator, [](at::Generator& g) { return g.current_seed(); }); });
}

TS_API uint64_t ts_generator_reseed(void* generator) {
  return guarded(uint64_t{0}, [&] { return locked(generator, [](at::Generator& g) { return g.seed(); }); });
}

TS_API Handle ts_generator_state(void* generator) {
  return guarded(static_cast<Handle>(nullptr), [&] { return locked(generator, [](at::Generator& g) { return release(g.get_state()); }); });
}

TS_API int ts_generator_set_state(void* generator, Handle state) {
  return guarded([&] { locked(generator, [&](at::Generator& g) { g.set_state(borrow(state)); }); });
}

TS_API int ts_set_default_dtype(int32_t type) {
  return guarded([&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<at::ScalarType>(type))); });
}

TS_API int ts_threads() { return at::get_num_threads(); }
TS_API int ts_set_threads(int count) { return guarded([&] { at::set_num_threads(count); }); }
TS_API int ts_interop_threads() { return at::get_num_interop_threads(); }
TS_API int ts_set_interop_threads(int count) { return guarded([&] { at::set_num_interop_threads(count); }); }

TS_API int ts_cuda_devices() { return guarded(0, [] { return static_cast<int>(torch::cuda::device_count()); }); }
TS_API int ts_cudnn() { return guarded(0, [] { return torch::cuda::cudnn_is_available() ? 1 : 0; }); }
TS_API int ts_cuda_synchronize(int64_t device) { return guarded([&] { torch::cuda::synchronize(device); }); }

// -1 leaves a setting as it is.
TS_API int ts_set_allow_tf32(int matmul, int cudnn) {
  return guarded([&] {
    if (matmul >= 0) at::globalContext().setAllowTF32CuBLAS(matmul != 0);
    if (cudnn >= 0) at::globalContext().setAllowTF32CuDNN(cudnn != 0);
  });
}

// Bit 0: only deterministic algorithms; bit 1: warn where there is none, do not fail.
TS_API int ts_deterministic() {
  return guarded(0, [] { return (at::globalContext().deterministicAlgorithms() ? 1 : 0) | (at::globalContext().deterministicAlgorithmsWarnOnly() ? 2 : 0); });
}
TS_API int ts_set_deterministic(int on, int warnOnly) {
  return guarded([&] { at::globalContext().setDeterministicAlgorithms(on != 0, warnOnly != 0); });
}
