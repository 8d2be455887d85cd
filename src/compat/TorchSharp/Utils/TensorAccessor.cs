using System.Collections;
using TorchSharp.Interop;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in CPU memory, in row-major order of the indices whatever the strides. Keeps the tensor alive, does not own it.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly T* origin;
    private readonly long[] sizes, strides;
    private readonly bool contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        Description description = tensor.Describe();
        origin = (T*)description.Data;
        contiguous = description.Contiguous != 0;
        Count = description.Elements;
        (sizes, strides) = (tensor.shape, tensor.stride());
    }

    public long Count { get; }
    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => *Place(indices);
        set => *Place(indices) = value;
    }

    private T* Place(long[] indices)
    {
        if (tensor.IsInvalid) throw new InvalidOperationException("Tensor invalid -- empty handle.");
        if (indices.Length == 1 && sizes.Length != 1) return Locate(indices[0]);
        if (indices.Length != sizes.Length) throw new ArgumentException($"{indices.Length} indices given for a tensor of {sizes.Length} dimensions.", nameof(indices));
        long offset = 0;
        for (int k = 0; k < indices.Length; k++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)indices[k], (ulong)sizes[k], nameof(indices));
            offset += indices[k] * strides[k];
        }
        return origin + offset;
    }

    internal T At(long position) => *Locate(position);

    private T* Locate(long position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, (ulong)Count, nameof(position));
        if (contiguous) return origin + position;
        long offset = 0;
        for (int k = sizes.Length - 1; k >= 0; k--)
        {
            offset += position % sizes[k] * strides[k];
            position /= sizes[k];
        }
        return origin + offset;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        if (tensor.IsInvalid) throw new InvalidOperationException("Tensor invalid -- empty handle.");
        Span<T> target = array.Slice(arrayIndex, (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex));
        if (contiguous) new ReadOnlySpan<T>(origin + tensorIndex, target.Length).CopyTo(target);
        else for (int k = 0; k < target.Length; k++) target[k] = *Locate(tensorIndex + k);
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        if (tensor.IsInvalid) throw new InvalidOperationException("Tensor invalid -- empty handle.");
        ReadOnlySpan<T> source = array.Slice(arrayIndex, (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex));
        if (contiguous) source.CopyTo(new Span<T>(origin + tensorIndex, source.Length));
        else for (int k = 0; k < source.Length; k++) *Locate(tensorIndex + k) = source[k];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long k = 0; k < Count; k++) yield return At(k);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }
}
