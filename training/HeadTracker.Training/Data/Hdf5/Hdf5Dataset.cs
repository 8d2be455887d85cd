using System.Buffers.Binary;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>An array of numbers in an HDF5 file, of any number of dimensions, read by ranges of its first index. Thread-safe.</summary>
public sealed class Hdf5Dataset
{
    private const int FixedPoint = 0, FloatingPoint = 1;
    private const int Compact = 0, Contiguous = 1, Chunked = 2;

    private readonly Hdf5Bytes file;
    private readonly Hdf5Filters filters;
    private readonly long[] dimensions;
    private readonly bool isFloat, isSigned;
    private readonly long rowBytes;

    // One of the three layouts: bytes in the header itself, one stretch of the file, or chunks by their first index.
    private readonly byte[]? compact;
    private readonly long address = Hdf5Bytes.Undefined;
    private readonly int[] chunkSizes = [];
    private readonly int chunkBytes;
    private readonly ILookup<long, Chunk>? chunks;

    internal Hdf5Dataset(Hdf5Bytes file, IReadOnlyList<(Hdf5Message Kind, byte[] Data)> messages)
    {
        this.file = file;
        filters = new Hdf5Filters(file, Find(messages, Hdf5Message.Filters));
        var (shape, type, layout) = (Find(messages, Hdf5Message.Dataspace), Find(messages, Hdf5Message.Datatype), Find(messages, Hdf5Message.Layout));
        if (shape is null || type is null || layout is null) throw new InvalidDataException("it is a group, not a dataset");

        dimensions = ReadDimensions(file.At(shape));
        (ElementSize, isFloat, isSigned) = ReadType(file.At(type));
        rowBytes = BytesOf(dimensions.Skip(1));
        var cursor = file.At(layout);
        var (version, kind) = (cursor.Byte(), cursor.Byte());
        if (version is not (3 or 4)) throw new InvalidDataException($"its layout has version {version}, expected 3 or 4");
        switch (kind)
        {
            case Compact:
                compact = cursor.Bytes(cursor.UInt16());
                break;
            case Contiguous:
                address = cursor.Offset();
                break;
            case Chunked when version == 3:
                (chunkSizes, chunks) = ReadChunks(cursor);
                chunkBytes = (int)BytesOf(chunkSizes.Select(side => (long)side));
                break;
            default:
                throw new InvalidDataException("it is stored by one of HDF5's newer indexes, which is not supported; rewrite it with 'h5repack --high=v18'");
        }
    }

    /// <summary>Sizes, the slowest index first.</summary>
    public IReadOnlyList<long> Dimensions => dimensions;

    /// <summary>Bytes of one number.</summary>
    public int ElementSize { get; }

    /// <summary>Unsigned bytes, such as pixels.</summary>
    public bool IsBytes => ElementSize == 1 && !isFloat && !isSigned;

    /// <summary>The bytes of <paramref name="count"/> values of the first index, as stored (little-endian), the last index running fastest.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public byte[] Read(long first, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, dimensions[0]);
        var size = BytesOf([.. dimensions.Skip(1), count]);
        if (compact is not null)
        {
            if (compact.Length < dimensions[0] * rowBytes) throw new InvalidDataException("its data is too short");
            return compact.AsSpan((int)(first * rowBytes), (int)size).ToArray();
        }

        if (chunks is null && address != Hdf5Bytes.Undefined) return file.Read(address + first * rowBytes, size);

        // What was never written stays zero.
        var result = new byte[size];
        if (chunks is null) return result;
        for (var start = first / chunkSizes[0] * chunkSizes[0]; start < first + count; start += chunkSizes[0])
        {
            foreach (var chunk in chunks[start]) Copy(chunk, first, count, result);
        }

        return result;
    }

    /// <summary>The same as numbers.</summary>
    /// <inheritdoc cref="Read"/>
    public double[] ReadNumbers(long first, long count)
    {
        var bytes = Read(first, count);
        var numbers = new double[bytes.Length / ElementSize];
        for (var k = 0; k < numbers.Length; k++) numbers[k] = Number(bytes.AsSpan(k * ElementSize));
        return numbers;
    }

    private double Number(ReadOnlySpan<byte> at) => (ElementSize, isFloat, isSigned) switch
    {
        (4, true, _) => BinaryPrimitives.ReadSingleLittleEndian(at),
        (8, true, _) => BinaryPrimitives.ReadDoubleLittleEndian(at),
        (1, _, false) => at[0],
        (1, _, true) => (sbyte)at[0],
        (2, false, false) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        (2, false, true) => BinaryPrimitives.ReadInt16LittleEndian(at),
        (4, _, false) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        (4, _, true) => BinaryPrimitives.ReadInt32LittleEndian(at),
        (8, _, false) => BinaryPrimitives.ReadUInt64LittleEndian(at),
        _ => BinaryPrimitives.ReadInt64LittleEndian(at),
    };

    /// <summary>Copies what a chunk and the wanted range share, a run of the last index at a time.</summary>
    private void Copy(Chunk chunk, long first, long count, byte[] result)
    {
        var bytes = filters.Undo(file.Read(chunk.Address, chunk.Length), chunk.SkippedFilters, chunkBytes, ElementSize);
        var elements = chunkBytes / ElementSize;
        var last = dimensions.Length - 1;
        var index = new long[dimensions.Length];
        for (var run = 0; run < elements / chunkSizes[last]; run++)
        {
            // The run's place in the dataset, and whether it lies in it: chunks at the edges reach beyond.
            var (rest, inside) = (run, true);
            for (var d = last - 1; d >= 0; d--)
            {
                index[d] = chunk.Start[d] + rest % chunkSizes[d];
                rest /= chunkSizes[d];
                inside &= d == 0 ? index[0] >= first && index[0] < first + count : index[d] < dimensions[d];
            }

            if (!inside) continue;
            var (from, until) = (chunk.Start[last], Math.Min(chunk.Start[last] + chunkSizes[last], dimensions[last]));
            if (last == 0) (from, until) = (Math.Max(from, first), Math.Min(until, first + count));
            index[last] = from;
            var target = index[0] - first;
            for (var d = 1; d <= last; d++) target = target * dimensions[d] + index[d];
            var source = (long)run * chunkSizes[last] + from - chunk.Start[last];
            bytes.AsSpan((int)(source * ElementSize), (int)((until - from) * ElementSize)).CopyTo(result.AsSpan((int)(target * ElementSize)));
        }
    }

    private (int[] Sizes, ILookup<long, Chunk> Chunks) ReadChunks(Hdf5Bytes.Cursor layout)
    {
        var rank = Math.Max(0, layout.Byte() - 1);
        var tree = layout.Offset();
        var sizes = new int[rank];
        for (var d = 0; d < rank; d++) sizes[d] = (int)layout.UInt32();
        if (rank != dimensions.Length || sizes.Any(size => size <= 0)) throw new InvalidDataException("its chunks do not fit its size");
        if (tree == Hdf5Bytes.Undefined) return (sizes, Array.Empty<Chunk>().ToLookup(chunk => 0L));

        var leaves = Hdf5BTree.Leaves(file, tree, Hdf5BTree.ChunkNode, keySize: 8 * (rank + 2));
        var all = leaves.Select(leaf => Chunk.Parse(file.At(leaf.Key), rank, leaf.Address)).ToArray();
        if (all.Any(chunk => chunk.Start.Where((start, d) => start < 0 || start >= dimensions[d] || start % sizes[d] != 0).Any())) throw new InvalidDataException("its index is damaged");
        return (sizes, all.ToLookup(chunk => chunk.Start[0]));
    }

    /// <summary>Bytes of an array of these sizes. Sizes come from the file: a damaged one must not ask for more than there can be.</summary>
    private long BytesOf(IEnumerable<long> sizes)
    {
        var bytes = (UInt128)ElementSize;
        foreach (var size in sizes)
        {
            bytes *= (UInt128)Math.Max(0, size);
            if (size < 0 || bytes > (UInt128)Array.MaxLength) throw new InvalidDataException("its size is too large to read at once, or damaged");
        }

        return (long)bytes;
    }

    private static long[] ReadDimensions(Hdf5Bytes.Cursor space)
    {
        var (version, rank) = (space.Byte(), space.Byte());
        if (rank == 0) throw new InvalidDataException("it is one value, not an array");
        space.Skip(version == 1 ? 6 : 2);
        return [.. Enumerable.Range(0, rank).Select(_ => space.Length())];
    }

    private static (int Size, bool IsFloat, bool IsSigned) ReadType(Hdf5Bytes.Cursor type)
    {
        var kind = type.Byte() & 15;
        var bits = type.Byte();
        type.Skip(2);
        if (kind is not (FixedPoint or FloatingPoint)) throw new InvalidDataException("it holds no numbers");
        if ((bits & 1) != 0) throw new InvalidDataException("its numbers are big-endian, which is not supported");
        var size = type.UInt32();
        if (size is not (1 or 2 or 4 or 8) || (kind == FloatingPoint && size < 4)) throw new InvalidDataException($"numbers of {size} bytes are not supported");
        return ((int)size, kind == FloatingPoint, (bits & 8) != 0);
    }

    private static byte[]? Find(IReadOnlyList<(Hdf5Message Kind, byte[] Data)> messages, Hdf5Message kind) => messages.FirstOrDefault(message => message.Kind == kind).Data;

    /// <summary>Where a chunk is stored and where it belongs.</summary>
    private sealed record Chunk(long Address, uint Length, uint SkippedFilters, long[] Start)
    {
        public static Chunk Parse(Hdf5Bytes.Cursor key, int rank, long address)
        {
            var (length, skipped) = (key.UInt32(), key.UInt32());
            return new Chunk(address, length, skipped, [.. Enumerable.Range(0, rank).Select(_ => key.Int64())]);
        }
    }
}
