using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// The layouts below are those of the structs in native/*.cpp, field by field.

internal enum ValueKind { None, Tensor, Int, Double, Bool, IntList, DoubleList, TensorList, String, Device, Generator, Default }

[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal ValueKind Kind;
    internal int Count;
    internal long Bits;
}

internal enum IndexKind { None, Ellipsis, Integer, Bool, Slice, Tensor }

[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    internal IndexKind Kind;
    internal int Unused;
    internal long Start, Stop, Step;
    internal nint Tensor;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Description
{
    internal long Dimensions, Elements, StorageOffset;
    internal long* Sizes;
    internal long* Strides;
    internal void* Data;
    internal int ScalarType, ElementSize, DeviceType, DeviceIndex;
    internal byte Contiguous, RequiresGrad, Leaf, Sparse;
}

[StructLayout(LayoutKind.Sequential)]
internal struct AdamStep
{
    internal double LearningRate, Beta1, Beta2, Epsilon, WeightDecay;
    internal long Step;
    internal int Decoupled, Maximize;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SgdStep
{
    internal double LearningRate, Momentum, Dampening, WeightDecay;
    internal int Nesterov, Maximize, First;
}
