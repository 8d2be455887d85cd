// What a tensor is (not what is computed with it): description, storage, indexing, gradients.
#include "shim.h"

#include <ATen/Functions.h>
#include <ATen/TensorIndexing.h>

#include <vector>

using namespace ts;

struct Description {
  int64_t dimensions, elements, storageOffset;
  const int64_t *sizes, *strides;
  void* data;
  int32_t scalarType, elementSize, deviceType, deviceIndex;
  uint8_t contiguous, requiresGrad, leaf, sparse;
};

TS_API int ts_describe(Handle handle, Description* out) {
  return guarded([&] {
    at::Tensor tensor = borrow(handle);
    bool strided = tensor.layout() == at::kStrided;
    out->dimensions = tensor.dim();
    out->elements = tensor.numel();
    out->storageOffset = strided ? tensor.storage_offset() : 0;
    out->sizes = tensor.sizes().data();
    out->strides = strided ? tensor.strides().data() : nullptr;
    out->data = strided && tensor.has_storage() ? tensor.data_ptr() : nullptr;
    out->scalarType = static_cast<int32_t>(tensor.scalar_type());
    out->elementSize = static_cast<int32_t>(tensor.element_size());
    out->deviceType = static_cast<int32_t>(tensor.device().type());
    out->deviceIndex = tensor.device().index();
    out->contiguous = strided && tensor.is_contiguous();
    out->requiresGrad = tensor.requires_grad();
    out->leaf = tensor.is_leaf();
    out->sparse = tensor.is_sparse();
  });
}

// Cheap enough to be called without leaving managed mode; a handle is never null here.
TS_API int64_t ts_dimensions(Handle handle) { return handle->dim(); }
TS_API int32_t ts_scalar_type(Handle handle) { return static_cast<int32_t>(c10::typeMetaToScalarType(handle->dtype())); }

TS_API void ts_free(Handle handle) { TensorPointer::reclaim(handle); }

// A tensor over the caller's memory; `done(context)` is called when the last view of it is gone.
TS_API Handle ts_from_blob(void* data, const int64_t* sizes, int32_t dimensions, int32_t scalarType, void* context, void (*done)(void*)) {
  return guarded(static_cast<Handle>(nullptr), [&] {
    return release(at::from_blob(data, at::IntArrayRef(sizes, dimensions), [context, done](void*) { done(context); },
                                 at::TensorOptions().dtype(static_cast<at::ScalarType>(scalarType))));
  });
}

struct Index {
  int32_t kind;  // 0 None, 1 Ellipsis, 2 integer, 3 bool, 4 slice, 5 tensor
  int32_t unused;
  int64_t start, stop, step;
  Handle tensor;
};

static std::vector<at::indexing::TensorIndex> indices(const Index* items, int32_t count) {
  std::vector<at::indexing::TensorIndex> list;
  for (int32_t k = 0; k < count; ++k) {
    const Index& item = items[k];
    switch (item.kind) {
      case 0: list.emplace_back(at::indexing::None); break;
      case 1: list.emplace_back(at::indexing::Ellipsis); break;
      case 2: list.emplace_back(item.start); break;
      case 3: list.emplace_back(item.start != 0); break;
      case 4: list.emplace_back(at::indexing::Slice(item.start, item.stop, item.step)); break;
      default: list.emplace_back(borrow(item.tensor)); break;
    }
  }
  return list;
}

TS_API Handle ts_index(Handle handle, const Index* items, int32_t count) {
  return guarded(static_cast<Handle>(nullptr), [&] { return release(borrow(handle).index(indices(items, count))); });
}

TS_API int ts_index_put(Handle handle, const Index* items, int32_t count, Handle value, int accumulate) {
  return guarded([&] {
    if (!accumulate) {
      borrow(handle).index_put_(indices(items, count), borrow(value));
      return;
    }
    c10::List<Optional<at::Tensor>> list;
    for (int32_t k = 0; k < count; ++k) {
      TORCH_CHECK(items[k].kind == 5, "index_put_ accumulates at index tensors only");
      list.push_back(borrow(items[k].tensor));
    }
    borrow(handle).index_put_(list, borrow(value), true);
  });
}

TS_API int ts_set_requires_grad(Handle handle, int on) { return guarded([&] { borrow(handle).set_requires_grad(on != 0); }); }

// Null where no gradient has been accumulated.
TS_API Handle ts_grad(Handle handle) {
  return guarded(static_cast<Handle>(nullptr), [&] { return release(borrow(handle).grad()); });
}

TS_API int ts_set_grad(Handle handle, Handle grad) { return guarded([&] { borrow(handle).mutable_grad() = borrow(grad); }); }

// Points the tensor at another's storage, so that modules and optimisers which hold it see the new values and dtype.
TS_API int ts_set_data(Handle handle, Handle data) { return guarded([&] { borrow(handle).set_data(borrow(data)); }); }

TS_API int ts_retain_grad(Handle handle) { return guarded([&] { borrow(handle).retain_grad(); }); }
