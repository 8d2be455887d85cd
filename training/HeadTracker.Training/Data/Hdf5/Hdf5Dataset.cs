using System.Numerics;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>An array of numbers in an HDF5 file, of any number of dimensions, read by ranges of its first index. Thread-safe.</summary>
public sealed class Hdf5Dataset
{
    /// <summary>A chunk is unpacked as a whole; a damaged size must not ask for all memory.</summary>
    private const long MostChunkBytes = 1 << 28;

    /// <summary>Deflate packs into a 1032nd at best, so what is larger than the file by more does not lie in it.</summary>
    private const long MostUnpacked = 1032;

    private readonly Hdf5File _file;
    private readonly NativeDataset _dataset;
    private readonly Hdf5Filters _filters;
    private readonly long[] _dimensions;
    private readonly H5DataTypeClass _kind;
    private readonly bool _isSigned, _rowIsChunk;
    private readonly long _mostBytes;

    internal Hdf5Dataset(Hdf5File file, NativeDataset dataset)
    {
        (_file, _dataset) = (file, dataset);
        (_kind, ElementSize) = (dataset.Type.Class, dataset.Type.Size);
        if (_kind is not (H5DataTypeClass.FixedPoint or H5DataTypeClass.FloatingPoint)) throw new InvalidDataException("it holds no numbers");
        if (dataset.Space.Rank == 0) throw new InvalidDataException("it is one value, not an array");
        _isSigned = _kind == H5DataTypeClass.FixedPoint && dataset.Type.FixedPoint.IsSigned;
        _dimensions = [.. dataset.Space.Dimensions.Select(size => checked((long)size))];
        _mostBytes = Math.Min(Array.MaxLength, MostUnpacked * file.Length);
        _filters = new Hdf5Filters(dataset);
        if (dataset.Layout.Class != H5DataLayoutClass.Chunked) return;
        long[] chunk = [.. dataset.Layout.Chunks.Select(size => checked((long)size))];
        RequireBelow(MostChunkBytes, chunk);
        _rowIsChunk = chunk.AsSpan().SequenceEqual([1, .. _dimensions[1..]]);
    }

    /// <summary>Sizes, the slowest index first.</summary>
    public IReadOnlyList<long> Dimensions => _dimensions;

    /// <summary>Bytes of one number.</summary>
    public int ElementSize { get; }

    /// <summary>Unsigned bytes, such as pixels.</summary>
    public bool IsBytes => ElementSize == 1 && _kind == H5DataTypeClass.FixedPoint && !_isSigned;

    /// <summary>The bytes of <paramref name="count"/> values of the first index, the last index running fastest; only where <see cref="IsBytes"/>.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public byte[] Read(long first, long count)
    {
        if (!IsBytes) throw new InvalidOperationException("These are no bytes.");
        return _rowIsChunk && count == 1 ? ReadChunk(first) : Read<byte>(first, count);
    }

    /// <summary>The same of numbers of any kind.</summary>
    /// <inheritdoc cref="Read(long, long)"/>
    public double[] ReadNumbers(long first, long count) => (_kind, ElementSize, _isSigned) switch
    {
        (H5DataTypeClass.FloatingPoint, 8, _) => Read<double>(first, count),
        (H5DataTypeClass.FloatingPoint, 4, _) => Numbers<float>(first, count),
        (H5DataTypeClass.FloatingPoint, 2, _) => Numbers<Half>(first, count),
        (H5DataTypeClass.FixedPoint, 1, false) => Numbers<byte>(first, count),
        (H5DataTypeClass.FixedPoint, 1, true) => Numbers<sbyte>(first, count),
        (H5DataTypeClass.FixedPoint, 2, false) => Numbers<ushort>(first, count),
        (H5DataTypeClass.FixedPoint, 2, true) => Numbers<short>(first, count),
        (H5DataTypeClass.FixedPoint, 4, false) => Numbers<uint>(first, count),
        (H5DataTypeClass.FixedPoint, 4, true) => Numbers<int>(first, count),
        (H5DataTypeClass.FixedPoint, 8, false) => Numbers<ulong>(first, count),
        (H5DataTypeClass.FixedPoint, 8, true) => Numbers<long>(first, count),
        _ => throw new InvalidDataException($"numbers of {ElementSize} bytes are not supported"),
    };

    private double[] Numbers<T>(long first, long count)
        where T : unmanaged, INumber<T> => Array.ConvertAll(Read<T>(first, count), double.CreateChecked);

    private T[] Read<T>(long first, long count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, _dimensions[0]);
        RequireBelow(_mostBytes, [.. _dimensions.Skip(1), count]);
        return Select<T>(first, [(ulong)count, .. _dataset.Space.Dimensions.Skip(1)], default);
    }

    /// <summary>Asks for one byte and takes the chunk it lies in: PureHDF copies by runs of the last index, a picture three bytes at a time.</summary>
    private byte[] ReadChunk(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _dimensions[0]);
        var chunk = new LastChunk();
        Select<byte>(row, [.. _dimensions.Select(_ => 1UL)], new H5DatasetAccess(ChunkCache: chunk));
        return chunk.Bytes;
    }

    private T[] Select<T>(long first, ulong[] sizes, H5DatasetAccess access)
        where T : unmanaged
    {
        var starts = new ulong[sizes.Length];
        starts[0] = (ulong)first;
        return _file.Guarded(() => _filters.During(() => _dataset.Read<T[]>(access, new HyperslabSelection(sizes.Length, starts, sizes))));
    }

    /// <summary>Refuses an array of these sizes that has more than the limit. Sizes come from the file: a damaged one must not ask for all memory.</summary>
    private void RequireBelow(long limit, IEnumerable<long> sizes)
    {
        var bytes = (UInt128)ElementSize;
        foreach (var size in sizes)
        {
            bytes *= (UInt128)Math.Max(0, size);
            if (size < 0 || bytes > (UInt128)limit) throw new InvalidDataException("its size is too large to read at once, or damaged");
        }
    }

    private sealed class LastChunk : IReadingChunkCache
    {
        public byte[] Bytes { get; private set; } = [];

        public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkReader) => Bytes = chunkReader().ToArray();
    }
}
