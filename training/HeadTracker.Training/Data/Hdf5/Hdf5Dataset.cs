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

    private readonly Hdf5File file;
    private readonly NativeDataset dataset;
    private readonly Hdf5Filters filters;
    private readonly long[] dimensions;
    private readonly H5DataTypeClass kind;
    private readonly bool isSigned;
    private readonly long mostBytes;

    internal Hdf5Dataset(Hdf5File file, NativeDataset dataset)
    {
        (this.file, this.dataset) = (file, dataset);
        (kind, ElementSize) = (dataset.Type.Class, dataset.Type.Size);
        if (kind is not (H5DataTypeClass.FixedPoint or H5DataTypeClass.FloatingPoint)) throw new InvalidDataException("it holds no numbers");
        if (dataset.Space.Rank == 0) throw new InvalidDataException("it is one value, not an array");
        isSigned = kind == H5DataTypeClass.FixedPoint && dataset.Type.FixedPoint.IsSigned;
        dimensions = [.. dataset.Space.Dimensions.Select(size => checked((long)size))];
        mostBytes = Math.Min(Array.MaxLength, MostUnpacked * file.Length);
        filters = new Hdf5Filters(dataset);
        if (dataset.Layout.Class == H5DataLayoutClass.Chunked) RequireBelow(MostChunkBytes, dataset.Layout.Chunks.Select(size => (long)size));
    }

    /// <summary>Sizes, the slowest index first.</summary>
    public IReadOnlyList<long> Dimensions => dimensions;

    /// <summary>Bytes of one number.</summary>
    public int ElementSize { get; }

    /// <summary>Unsigned bytes, such as pixels.</summary>
    public bool IsBytes => ElementSize == 1 && kind == H5DataTypeClass.FixedPoint && !isSigned;

    /// <summary>The bytes of <paramref name="count"/> values of the first index, the last index running fastest; only where <see cref="IsBytes"/>.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public byte[] Read(long first, long count) => IsBytes ? Read<byte>(first, count) : throw new InvalidOperationException("These are no bytes.");

    /// <summary>The same of numbers of any kind.</summary>
    /// <inheritdoc cref="Read(long, long)"/>
    public double[] ReadNumbers(long first, long count) => (kind, ElementSize, isSigned) switch
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, dimensions[0]);
        RequireBelow(mostBytes, [.. dimensions.Skip(1), count]);
        var (starts, blocks) = (new ulong[dimensions.Length], dataset.Space.Dimensions.ToArray());
        (starts[0], blocks[0]) = ((ulong)first, (ulong)count);
        return file.Guarded(() => filters.During(() => dataset.Read<T[]>(new HyperslabSelection(dimensions.Length, starts, blocks))));
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
}
