using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Moves between element types, devices and layouts. Each gives a new object, on the same memory where nothing had to change.
    public partial class Tensor
    {
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(Aten.Call("to.dtype", this, type, non_blocking, copy), disposeAfter);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(Aten.Call("to.device", this, device, dtype, non_blocking, copy), disposeAfter);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(Aten.Call("to.device", this, device, type, non_blocking, copy), disposeAfter);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => Aten.Call("to.other", this, other, non_blocking);

        private Tensor Moved(Tensor result, bool disposeAfter)
        {
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(type, copy, disposeAfter, non_blocking);
        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor cpu() => to(CPU);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(InitializeDevice(device ?? CUDA), non_blocking: non_blocking);

        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @char() => to(ScalarType.Int8);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);

        public Tensor clone() => Aten.Call("clone", this);

        /// <summary>Row-major memory; another object on this tensor where it is so already.</summary>
        public Tensor contiguous() => Aten.Call("contiguous", this);

        public Tensor pin_memory() => Aten.Call("pin_memory", this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace("copy_", source, nonBlocking);
        public Tensor fill_(Scalar value) => InPlace("fill_.Scalar", value);
        public Tensor zero_() => InPlace("zero_");

        /// <summary>Makes this tensor a view of the source's whole storage, with its sizes and strides.</summary>
        public Tensor set_(Tensor source) => InPlace("set_.source_Tensor", source);
    }
}
