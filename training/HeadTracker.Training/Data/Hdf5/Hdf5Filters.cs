using System.IO.Compression;
using System.Reflection;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>What a dataset's chunks went through when they were written, as far as PureHDF cannot be left alone with it.</summary>
/// <remarks>
/// A chunk's mask says which filters were left out for it: LZF where it gains nothing. PureHDF 2.2 reads each filter's bit for the filter
/// before: it unpacks what is not packed, and leaves the shuffling before LZF as it is. So LZF hands on what has its full size already, and
/// puts the bytes back in order itself. Which filters a dataset has is not public there.
/// </remarks>
internal sealed class Hdf5Filters
{
    private const ushort Deflate = 1, Shuffle = 2, Fletcher32 = 3, Lzf = 32000;
    private static readonly PropertyInfo Pipeline = Hidden(typeof(NativeDataset), "InternalFilterPipeline");
    private static readonly PropertyInfo Steps = Hidden(Pipeline.PropertyType, "FilterDescriptions");
    private static readonly PropertyInfo Identifier = Hidden(Steps.PropertyType.GetElementType()!, "Identifier");

    /// <summary>PureHDF reads on the thread that asks it to.</summary>
    [ThreadStatic]
    private static int _shuffledBeforeLzf;

    private readonly int _shuffled;

    /// <exception cref="InvalidDataException">There is another one than gzip, LZF, shuffling and checksums.</exception>
    public Hdf5Filters(NativeDataset dataset)
    {
        var pipeline = Pipeline.GetValue(dataset) is { } message
            ? ((Array)Steps.GetValue(message)!).Cast<object>().Select(step => (ushort)Identifier.GetValue(step)!).ToList()
            : [];
        foreach (var filter in pipeline)
        {
            if (filter is not (Deflate or Shuffle or Fletcher32 or Lzf))
                throw new InvalidDataException($"its data went through filter {filter}, which is not supported; rewrite it with 'h5repack -f GZIP=4'");
        }

        _shuffled = pipeline.IndexOf(Lzf) is > 0 and var at && pipeline[at - 1] == Shuffle ? dataset.Type.Size : 1;
    }

    public static void Register()
    {
        H5Filter.Register(new Filter(Lzf, "lzf",
            info => info.Buffer.Length == info.ChunkSize ? Unshuffle(info.Buffer) : LzfCodec.Decompress(info.Buffer.Span, info.ChunkSize)));
        // PureHDF's own unpacks as much as comes, however small the chunk.
        H5Filter.Register(new Filter(Deflate, "deflate", info => Inflate(info.Buffer, info.ChunkSize)));
    }

    /// <summary>Reads a dataset with these filters.</summary>
    public T During<T>(Func<T> read)
    {
        _shuffledBeforeLzf = _shuffled;
        return read();
    }

    private static byte[] Inflate(Memory<byte> packed, int size)
    {
        using var inflater = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        var inflated = new byte[size];
        try
        {
            inflater.ReadExactly(inflated);
            return inflated;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException("a chunk is damaged", e);
        }
    }

    /// <summary>From all first bytes, then all second bytes … back to element by element.</summary>
    private static byte[] Unshuffle(Memory<byte> bytes)
    {
        var (size, count) = (_shuffledBeforeLzf, bytes.Length / _shuffledBeforeLzf);
        // A new array in any case: whose the old one is, is not said.
        var result = bytes.ToArray();
        if (size == 1) return result;
        for (var k = 0; k < size * count; k++) result[k] = bytes.Span[k % size * count + k / size];
        return result;
    }

    private static PropertyInfo Hidden(Type type, string name) =>
        type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) ?? throw new MissingMemberException(type.FullName, name);

    private sealed class Filter(ushort id, string name, Func<FilterInfo, Memory<byte>> undo) : IH5Filter
    {
        public ushort FilterId => id;

        public string Name => name;

        Memory<byte> IH5Filter.Filter(FilterInfo info) => undo(info);

        public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
            throw new NotSupportedException("Files are only read.");
    }
}
