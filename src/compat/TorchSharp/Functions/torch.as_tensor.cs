namespace TorchSharp;

// Tensors on the memory of an array, where type and device allow, or a copy of it.
public static partial class torch
{
    public static Tensor as_tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<bool>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<byte>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<double>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<short>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<int>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<long>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<sbyte>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<float>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(BFloat16[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        Sharing<BFloat16>(rawArray, [rawArray.LongLength], dtype, device);
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);
}
