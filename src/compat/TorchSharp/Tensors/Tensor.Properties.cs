using TorchSharp.Interop;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // What a tensor is: shape, type, place and layout.
    public unsafe partial class Tensor
    {
        public ScalarType dtype => (ScalarType)ts_scalar_type(Handle);
        public long Dimensions => ts_dimensions(Handle);
        public long ndim => Dimensions;
        public long dim() => Dimensions;
        public long NumberOfElements => Describe().Elements;
        public long numel() => NumberOfElements;
        public long ElementSize => Describe().ElementSize;
        public long element_size() => ElementSize;

        public long[] shape
        {
            get
            {
                Description description = Describe();
                long[] sizes = new ReadOnlySpan<long>(description.Sizes, (int)description.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;
        public long size(int dim) => shape[Wrap(dim)];

        /// <summary>Elements to step over per index, one number a dimension.</summary>
        public long[] stride()
        {
            Description description = Describe();
            long[] strides = new ReadOnlySpan<long>(description.Strides, (int)description.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim)];
        public long storage_offset() => Describe().StorageOffset;
        public bool is_contiguous() => Describe().Contiguous != 0;

        private int Wrap(int dim) => dim < 0 ? dim + (int)Dimensions : dim;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;
        public int device_index => Describe().DeviceIndex;

        public Device device
        {
            get
            {
                Description description = Describe();
                return new Device((DeviceType)description.DeviceType, description.DeviceIndex);
            }
        }

        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_sparse => Describe().Sparse != 0;
        public bool is_floating_point() => dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
        public bool is_complex() => dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        public bool is_integral() => dtype is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    }
}
