using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <content>Mats from memory and arrays, and pixels as memory.</content>
public partial class Mat
{
    /// <summary>
    /// A header over memory that somebody else owns and keeps valid for as long as any header of it is used.
    /// <paramref name="step"/> is the bytes from row to row, 0 for no padding.
    /// </summary>
    public static unsafe Mat FromPixelData(int rows, int cols, MatType type, nint data, long step = 0)
    {
        Native.Check(Native.cvs_mat_new_data(rows, cols, (int)type, (void*)data, step, out var handle));
        return new(handle);
    }

    /// <summary>A header over a managed array, which stays pinned until the Mat is disposed.</summary>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            var mat = FromPixelData(rows, cols, type, pin.AddrOfPinnedObject(), step);
            mat.Handle.Pin(pin);
            return mat;
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    /// <summary>The n-dimensional form; <paramref name="steps"/> holds the bytes per index of all dimensions but the last.</summary>
    public static unsafe Mat FromPixelData(IEnumerable<int> sizes, MatType type, nint data, IEnumerable<long>? steps = null)
    {
        var list = sizes.ToArray();
        fixed (int* s = list)
        fixed (long* t = steps?.ToArray())
        {
            Native.Check(Native.cvs_mat_new_nd(list.Length, s, (int)type, (void*)data, t, out var handle));
            return new(handle);
        }
    }

    /// <inheritdoc cref="FromPixelData(int, int, MatType, Array, long)"/>
    public static Mat FromPixelData(IEnumerable<int> sizes, MatType type, Array data, IEnumerable<long>? steps = null)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            var mat = FromPixelData(sizes, type, pin.AddrOfPinnedObject(), steps);
            mat.Handle.Pin(pin);
            return mat;
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    /// <summary>A column that holds a copy of the elements.</summary>
    public static Mat<TElem> FromArray<TElem>(params TElem[] arr) where TElem : unmanaged
    {
        var mat = new Mat<TElem>(arr.Length, 1);
        if (arr.Length > 0) arr.CopyTo(mat.AsSpan<TElem>());
        return mat;
    }

    /// <inheritdoc cref="FromArray{TElem}(TElem[])"/>
    public static Mat<TElem> FromArray<TElem>(IEnumerable<TElem> enumerable) where TElem : unmanaged => FromArray(enumerable.ToArray());

    /// <summary>A copy, row for row.</summary>
    public static Mat<TElem> FromArray<TElem>(TElem[,] arr) where TElem : unmanaged
    {
        var mat = new Mat<TElem>(arr.GetLength(0), arr.GetLength(1));
        if (arr.Length > 0) MemoryMarshal.CreateSpan(ref arr[0, 0], arr.Length).CopyTo(mat.AsSpan<TElem>());
        return mat;
    }

    /// <summary>Address of the first element, 0 when empty.</summary>
    public unsafe nint Data => (nint)Native.cvs_mat_data(Handle, 0);

    /// <inheritdoc cref="Data"/>
    public unsafe byte* DataPointer => (byte*)Native.cvs_mat_data(Handle, 0);
    public unsafe nint DataStart => (nint)Native.cvs_mat_data(Handle, 1);
    public unsafe nint DataEnd => (nint)Native.cvs_mat_data(Handle, 2);
    public unsafe nint DataLimit => (nint)Native.cvs_mat_data(Handle, 3);

    /// <summary>All elements; empty when the rows do not follow each other without gaps.</summary>
    public unsafe Span<T> AsSpan<T>() where T : unmanaged
    {
        if (!IsContinuous()) return [];
        return new(DataPointer, checked((int)(Total() * ElemSize() / sizeof(T))));
    }

    /// <summary>One row of a 2-D Mat.</summary>
    public unsafe Span<T> RowSpan<T>(int row) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return new((void*)Ptr(row), Cols * ElemSize() / sizeof(T));
    }

    /// <summary>Address of an element or row; indices are not checked.</summary>
    public unsafe nint Ptr(int i0) => (nint)Native.cvs_mat_at(Handle, i0, 0, 0);

    /// <inheritdoc cref="Ptr(int)"/>
    public unsafe nint Ptr(int i0, int i1) => (nint)Native.cvs_mat_at(Handle, i0, i1, 0);

    /// <inheritdoc cref="Ptr(int)"/>
    public unsafe nint Ptr(int i0, int i1, int i2) => (nint)Native.cvs_mat_at(Handle, i0, i1, i2);

    /// <summary>A reference to an element, with one index to the first of a row; indices and type are not checked.</summary>
    public unsafe ref T At<T>(int i0) where T : unmanaged => ref *(T*)Ptr(i0);

    /// <inheritdoc cref="At{T}(int)"/>
    public unsafe ref T At<T>(int i0, int i1) where T : unmanaged => ref *(T*)Ptr(i0, i1);

    /// <inheritdoc cref="At{T}(int)"/>
    public unsafe ref T At<T>(int i0, int i1, int i2) where T : unmanaged => ref *(T*)Ptr(i0, i1, i2);

    public T Get<T>(int i0) where T : unmanaged => At<T>(i0);
    public T Get<T>(int i0, int i1) where T : unmanaged => At<T>(i0, i1);
    public T Get<T>(int i0, int i1, int i2) where T : unmanaged => At<T>(i0, i1, i2);
    public void Set<T>(int i0, T value) where T : unmanaged => At<T>(i0) = value;
    public void Set<T>(int i0, int i1, T value) where T : unmanaged => At<T>(i0, i1) = value;
    public void Set<T>(int i0, int i1, int i2, T value) where T : unmanaged => At<T>(i0, i1, i2) = value;

    public Indexer<T> GetGenericIndexer<T>() where T : unmanaged => new(this);

    /// <summary>Copies every element out, row by row.</summary>
    /// <exception cref="OpenCvSharpException">The element type does not divide the row.</exception>
    public bool GetArray<T>(out T[] data) where T : unmanaged
    {
        RequireElement<T>();
        data = new T[Total() * Channels() * ElemSize1() / ElementSize<T>()];
        if (IsContinuous())
        {
            AsSpan<T>().CopyTo(data);
            return true;
        }

        var rest = data.AsSpan();
        for (var y = 0; y < Rows; y++)
        {
            var row = RowSpan<T>(y);
            row.CopyTo(rest);
            rest = rest[row.Length..];
        }

        return true;
    }

    /// <summary>Copies every element out of a 2-D Mat.</summary>
    public bool GetRectangularArray<T>(out T[,] data) where T : unmanaged
    {
        GetArray<T>(out var flat);
        data = new T[Rows, Cols];
        if (flat.Length != data.Length) throw new OpenCvSharpException($"Elements of {Type()} are not {typeof(T).Name}");
        if (flat.Length > 0) flat.CopyTo(MemoryMarshal.CreateSpan(ref data[0, 0], data.Length));
        return true;
    }

    /// <summary>Copies the elements in, row by row.</summary>
    /// <exception cref="OpenCvSharpException">The element type does not fit.</exception>
    public bool SetArray<T>(params T[] data) where T : unmanaged
    {
        RequireElement<T>();
        if (IsContinuous())
        {
            data.CopyTo(AsSpan<T>());
            return true;
        }

        var rest = data.AsSpan();
        for (var y = 0; y < Rows && rest.Length > 0; y++)
        {
            var row = RowSpan<T>(y);
            var count = Math.Min(row.Length, rest.Length);
            rest[..count].CopyTo(row);
            rest = rest[count..];
        }

        return true;
    }

    private static unsafe int ElementSize<T>() where T : unmanaged => sizeof(T);

    private void RequireElement<T>() where T : unmanaged
    {
        if (ElemSize() % ElementSize<T>() != 0) throw new OpenCvSharpException($"Elements of {Type()} are not {typeof(T).Name}");
    }
}
