using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp;

// How .NET memory becomes a tensor: copied into libtorch's own, or pinned and shared.
public static unsafe partial class torch
{
    /// <summary>A tensor on a one-dimensional array's own memory, from element <paramref name="offset"/> on; the array stays pinned while it lives.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (rawArray.Rank != 1) throw new ArgumentException("frombuffer takes a one-dimensional array.", nameof(rawArray));
        if (count < 0) count = rawArray.LongLength - offset;
        if (offset < 0 || offset + count > rawArray.LongLength) throw new ArgumentException($"The array of {rawArray.LongLength} has no {count} elements from {offset} on.", nameof(offset));
        ScalarType own = ElementType(rawArray.GetType().GetElementType()!);
        using Tensor whole = FromArray(rawArray, [rawArray.LongLength], own);
        using Tensor part = whole.narrow(0, offset, count);
        return part.to(dtype).Track(requires_grad);
    }

    /// <summary>A tensor of an array's shape and element type, with a copy of its elements.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ScalarType own = ElementType(rawArray.GetType().GetElementType()!);
        using Tensor shared = FromArray(rawArray, Extents(rawArray), own);
        return shared.to(dtype ?? own, Place(device), copy: true).Track(requires_grad, names);
    }

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    private static Tensor FromArray(Array array, long[] sizes, ScalarType type)
    {
        GCHandle pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        return FromMemory(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)), sizes, type, pin);
    }

    private static Tensor Copied<T>(T[] array, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device) where T : unmanaged
    {
        Tensor own = empty(sizes, ElementType(typeof(T)), CPU);
        Span<byte> source = MemoryMarshal.AsBytes(array.AsSpan());
        Description target = own.Describe();
        if (target.Elements != array.LongLength) throw new ArgumentException($"{array.LongLength} values cannot fill a tensor of {target.Elements} elements.");
        source.CopyTo(new Span<byte>(target.Data, source.Length));
        return Placed(own, dtype, device);
    }

    private static Tensor Sharing<T>(T[] array, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device) where T : unmanaged =>
        Placed(FromArray(array, sizes.ToArray(), ElementType(typeof(T))), dtype, device);

    private static Tensor Sharing<T>(Memory<T> memory, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device) where T : unmanaged
    {
        long elements = 1;
        foreach (long extent in sizes) elements *= extent;
        if (elements != memory.Length) throw new ArgumentException($"{memory.Length} values cannot fill a tensor of {elements} elements.");
        MemoryHandle pin = memory.Pin();
        return Placed(FromMemory(pin.Pointer, sizes.ToArray(), ElementType(typeof(T)), GCHandle.Alloc(pin)), dtype, device);
    }

    private static Tensor Placed(Tensor own, ScalarType? dtype, Device? device)
    {
        device = Place(device);
        if ((dtype is null || dtype == own.dtype) && device.type == DeviceType.CPU) return own;
        return own.to(dtype ?? own.dtype, device, disposeAfter: true);
    }

    private static Tensor FromMemory(void* data, long[] sizes, ScalarType type, GCHandle pin)
    {
        fixed (long* extents = sizes)
        {
            nint handle = ts_from_blob(data, extents, sizes.Length, (int)type, GCHandle.ToIntPtr(pin), &Unpin);
            if (handle != 0) return new Tensor(handle);
            Release(pin);
            throw Failure();
        }
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint context) => Release(GCHandle.FromIntPtr(context));

    private static void Release(GCHandle pin)
    {
        if (pin.Target is MemoryHandle memory) memory.Dispose();
        pin.Free();
    }

    private static T[] Flat<T>(Array array) where T : unmanaged
    {
        var flat = new T[array.LongLength];
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), flat.Length).CopyTo(flat);
        return flat;
    }

    private static long[] Extents(Array array)
    {
        var sizes = new long[array.Rank];
        for (int k = 0; k < sizes.Length; k++) sizes[k] = array.GetLongLength(k);
        return sizes;
    }
}
