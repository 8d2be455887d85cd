using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    // Elements as .NET values.
    public unsafe partial class Tensor
    {
        /// <summary>Reads and writes the elements in place, in row-major order of the indices, whatever the strides.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return device_type == DeviceType.CPU
                ? new TensorAccessor<T>(this)
                : throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        /// <summary>The one element of a tensor of this very type.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException($"Number of elements in the tensor must be 1, but is {NumberOfElements}.");
            if (device_type != DeviceType.CPU)
            {
                using Tensor here = cpu();
                return here.item<T>();
            }
            ValidateType(typeof(T));
            T value = *(T*)Describe().Data;
            GC.KeepAlive(this);
            return value;
        }

        private void ValidateType(Type dotnetType)
        {
            if (ElementType(dtype) != dotnetType) throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
        }

        public Scalar ToScalar() => Aten.CallScalar("item", this);

        /// <summary>The memory of a contiguous tensor on the CPU.</summary>
        public Span<byte> bytes
        {
            get
            {
                Description description = Describe();
                if (description.Contiguous == 0) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                if (description.DeviceType != (int)DeviceType.CPU) throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                return new Span<byte>(description.Data, checked((int)(description.Elements * description.ElementSize)));
            }
            set
            {
                Span<byte> target = bytes;
                if (value.Length != target.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(target);
            }
        }

        public float ReadCpuSingle(long i) => Read<float>(i);
        public double ReadCpuDouble(long i) => Read<double>(i);
        public long ReadCpuInt64(long i) => Read<long>(i);
        public int ReadCpuInt32(long i) => Read<int>(i);
        public byte ReadCpuByte(long i) => Read<byte>(i);
        public bool ReadCpuBool(long i) => Read<bool>(i);

        private T Read<T>(long i) where T : unmanaged
        {
            using TensorAccessor<T> elements = data<T>();
            return elements.At(i);
        }
    }
}
