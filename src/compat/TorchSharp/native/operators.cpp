// Calls any registered ATen operator by name. The dispatcher's schemas are the longest-lived interface libtorch has:
// they gain trailing arguments with defaults and lose none, so one boxed call serves every version and every operator.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/Generator.h>

#include <vector>

namespace ts {

enum Kind : int32_t { None, TensorKind, Int, Double, Bool, IntList, DoubleList, TensorList, String, DeviceKind, GeneratorKind, Default };

// One argument or result. `count` is a list's length, or a device's type; lists and strings stay the caller's.
struct Value {
  int32_t kind;
  int32_t count;
  union { int64_t integer; double real; const void* pointer; };
};

static c10::TypePtr withoutOptional(const c10::TypePtr& type) {
  auto optional = type->cast<c10::OptionalType>();
  return optional ? optional->getElementType() : type;
}

static bool isFloat(const c10::TypePtr& type) { return type->kind() == c10::TypeKind::FloatType; }

static c10::IValue tensors(const Value& value, const c10::TypePtr& element) {
  auto handles = static_cast<const Handle*>(value.pointer);
  if (element->kind() == c10::TypeKind::OptionalType) {
    c10::List<Optional<at::Tensor>> list;
    for (int32_t k = 0; k < value.count; ++k) list.push_back(handles[k] ? Optional<at::Tensor>(borrow(handles[k])) : Optional<at::Tensor>());
    return list;
  }
  c10::List<at::Tensor> list;
  for (int32_t k = 0; k < value.count; ++k) list.push_back(borrow(handles[k]));
  return list;
}

template <class From>
static c10::IValue numbers(const Value& value, const c10::TypePtr& element) {
  auto data = static_cast<const From*>(value.pointer);
  if (isFloat(element)) return c10::IValue(std::vector<double>(data, data + value.count));
  if (element->kind() == c10::TypeKind::BoolType) {
    c10::List<bool> list;
    for (int32_t k = 0; k < value.count; ++k) list.push_back(data[k] != 0);
    return list;
  }
  if (element->kind() == c10::TypeKind::NumberType) {
    c10::List<at::Scalar> list;
    for (int32_t k = 0; k < value.count; ++k) list.push_back(at::Scalar(data[k]));
    return c10::IValue(list);
  }
  return c10::IValue(std::vector<int64_t>(data, data + value.count));
}

static c10::IValue toIValue(const Value& value, const c10::Argument& argument) {
  auto type = withoutOptional(argument.type());
  auto list = type->cast<c10::ListType>();
  switch (value.kind) {
    case None: return {};
    case TensorKind: return value.pointer ? c10::IValue(borrow(static_cast<Handle>(const_cast<void*>(value.pointer)))) : c10::IValue();
    case Int:
      if (list) return numbers<int64_t>(Value{IntList, 1, {reinterpret_cast<int64_t>(&value.integer)}}, list->getElementType());
      return isFloat(type) ? c10::IValue(static_cast<double>(value.integer)) : c10::IValue(value.integer);
    case Double: return value.real;
    case Bool: return value.integer != 0;
    case IntList: return numbers<int64_t>(value, list ? list->getElementType() : type);
    case DoubleList: return numbers<double>(value, list ? list->getElementType() : type);
    case TensorList: return tensors(value, list ? list->getElementType() : type);
    case String: return std::string(static_cast<const char*>(value.pointer), value.count);
    case DeviceKind: return c10::Device(static_cast<c10::DeviceType>(value.count), static_cast<c10::DeviceIndex>(value.integer));
    case GeneratorKind: return value.pointer ? c10::IValue(*static_cast<const at::Generator*>(value.pointer)) : c10::IValue();
    default:
      TORCH_CHECK(argument.default_value().has_value(), "argument '", argument.name(), "' has no default");
      return *argument.default_value();
  }
}

static void append(std::vector<Value>& results, const c10::IValue& value) {
  Value result{None, 0, {0}};
  if (value.isTensor()) {
    result.kind = TensorKind;
    result.pointer = release(value.toTensor());
  } else if (value.isInt()) {
    result.kind = Int;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.kind = Double;
    result.real = value.toDouble();
  } else if (value.isBool()) {
    result.kind = Bool;
    result.integer = value.toBool();
  } else if (value.isTensorList()) {
    for (const at::Tensor& tensor : value.toTensorVector()) append(results, tensor);
    return;
  }
  results.push_back(result);
}

}  // namespace ts

using namespace ts;

// The operator's handle for ts_call, kept for the life of the process; null if this libtorch has no such operator.
TS_API void* ts_find(const char* name, const char* overload) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    auto found = c10::Dispatcher::singleton().findSchema({std::string("aten::") + name, overload});
    TORCH_CHECK(found.has_value(), "libtorch ", TORCH_VERSION, " has no operator aten::", name, ".", overload);
    return new c10::OperatorHandle(*found);
  });
}

// Calls the operator with the first `count` arguments of its schema (the rest take their defaults). Results, lists of
// tensors flattened, are valid until this thread's next call; the caller owns each tensor among them.
TS_API const Value* ts_call(void* op, const Value* arguments, int32_t count, int32_t* resultCount) {
  thread_local std::vector<Value> results;
  return guarded(static_cast<const Value*>(nullptr), [&] {
    const auto& handle = *static_cast<c10::OperatorHandle*>(op);
    const auto& schema = handle.schema().arguments();
    TORCH_CHECK(static_cast<size_t>(count) <= schema.size(), "too many arguments for ", handle.schema());
    torch::jit::Stack stack;
    stack.reserve(schema.size());
    for (size_t k = 0; k < schema.size(); ++k) {
      stack.push_back(toIValue(k < static_cast<size_t>(count) ? arguments[k] : Value{Default, 0, {0}}, schema[k]));
    }
    handle.callBoxed(&stack);
    results.clear();
    for (const auto& value : stack) append(results, value);
    *resultCount = static_cast<int32_t>(results.size());
    static const Value nothing{};
    return results.empty() ? &nothing : static_cast<const Value*>(results.data());
  });
}
