// Optimiser steps on the CPU in one pass over memory: a parameter, its gradient and its moments are read once and
// written once, where a chain of tensor operators would stream them a dozen times.
#include "shim.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>

#include <cmath>

using namespace ts;

// Two layouts are one if they step alike wherever there is more than one place to step to.
static bool sameLayout(const at::Tensor& a, const at::Tensor& b) {
  if (a.sizes() != b.sizes()) return false;
  for (int64_t k = 0; k < a.dim(); ++k) {
    if (a.size(k) > 1 && a.stride(k) != b.stride(k)) return false;
  }
  return true;
}

// The loops run over storage, so every operand must be laid out as the parameter is.
static float* storage(const at::Tensor& tensor, const at::Tensor& parameter) {
  TORCH_CHECK(tensor.scalar_type() == at::kFloat && tensor.device().is_cpu(), "the fused step takes float32 tensors on the CPU");
  TORCH_CHECK(parameter.is_non_overlapping_and_dense() && sameLayout(tensor, parameter), "optimiser state and parameter differ in layout");
  return tensor.data_ptr<float>();
}

static at::Tensor likeParameter(const at::Tensor& grad, const at::Tensor& parameter) {
  if (sameLayout(grad, parameter)) return grad;
  return at::empty_like(parameter).copy_(grad);
}

struct AdamStep {
  double lr, beta1, beta2, eps, weightDecay;
  int64_t step;  // 1 for the first
  int32_t decoupled, maximize;
};

static void adam(float* __restrict p, const float* __restrict g, float* __restrict m, float* __restrict v, float* __restrict peak, int64_t count,
                 const AdamStep& s) {
  const float sign = s.maximize ? -1.f : 1.f, beta1 = s.beta1, beta2 = s.beta2, eps = s.eps;
  const float rest1 = 1 - s.beta1, rest2 = 1 - s.beta2;
  const float decay = s.decoupled ? 0.f : static_cast<float>(s.weightDecay);
  const float keep = s.decoupled ? static_cast<float>(1 - s.lr * s.weightDecay) : 1.f;
  const float size = s.lr / (1 - std::pow(s.beta1, s.step));
  const float root = 1 / std::sqrt(1 - std::pow(s.beta2, s.step));
  if (peak) {
    for (int64_t k = 0; k < count; ++k) {
      float weight = p[k] * keep, grad = sign * g[k] + decay * weight;
      m[k] = beta1 * m[k] + rest1 * grad;
      v[k] = beta2 * v[k] + rest2 * grad * grad;
      peak[k] = peak[k] > v[k] ? peak[k] : v[k];
      p[k] = weight - size * m[k] / (std::sqrt(peak[k]) * root + eps);
    }
    return;
  }
  for (int64_t k = 0; k < count; ++k) {
    float weight = p[k] * keep, grad = sign * g[k] + decay * weight;
    m[k] = beta1 * m[k] + rest1 * grad;
    v[k] = beta2 * v[k] + rest2 * grad * grad;
    p[k] = weight - size * m[k] / (std::sqrt(v[k]) * root + eps);
  }
}

static constexpr int64_t grain = 32768;

// `peak` (AMSGrad's running maximum) may be null.
TS_API int ts_adam(Handle parameter, Handle gradient, Handle mean, Handle square, Handle peak, const AdamStep* step) {
  return guarded([&] {
    at::Tensor weight = borrow(parameter), grad = likeParameter(borrow(gradient), weight);
    float *p = storage(weight, weight), *m = storage(borrow(mean), weight), *v = storage(borrow(square), weight);
    const float* g = storage(grad, weight);
    float* top = peak ? storage(borrow(peak), weight) : nullptr;
    at::parallel_for(0, weight.numel(), grain, [&](int64_t from, int64_t to) {
      adam(p + from, g + from, m + from, v + from, top ? top + from : nullptr, to - from, *step);
    });
  });
}

struct SgdStep {
  double lr, momentum, dampening, weightDecay;
  int32_t nesterov, maximize, first;  // first: the buffer starts as the gradient itself
};

// `buffer` may be null when there is no momentum.
TS_API int ts_sgd(Handle parameter, Handle gradient, Handle buffer, const SgdStep* step) {
  return guarded([&] {
    at::Tensor weight = borrow(parameter), grad = likeParameter(borrow(gradient), weight);
    float* p = storage(weight, weight);
    const float* g = storage(grad, weight);
    float* b = buffer ? storage(borrow(buffer), weight) : nullptr;
    const float sign = step->maximize ? -1.f : 1.f, lr = step->lr, decay = step->weightDecay;
    const float momentum = step->first ? 0.f : static_cast<float>(step->momentum), intake = step->first ? 1.f : static_cast<float>(1 - step->dampening);
    const float lookahead = step->momentum;
    at::parallel_for(0, weight.numel(), grain, [&](int64_t from, int64_t to) {
      for (int64_t k = from; k < to; ++k) {
        float slope = sign * g[k] + decay * p[k];
        if (b) {
          b[k] = momentum * b[k] + intake * slope;
          slope = step->nesterov ? slope + lookahead * b[k] : b[k];
        }
        p[k] -= lr * slope;
      }
    });
  });
}
