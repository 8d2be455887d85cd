using System.IO.Compression;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>Undoes what a chunk's bytes went through when they were written.</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher32 = 3, Lzf = 32000;
    private const int FirstNamed = 256;
    private readonly List<int> pipeline = [];

    public Hdf5Filters(Hdf5Bytes file, byte[]? message)
    {
        if (message is null) return;
        var cursor = file.At(message);
        var (version, count) = (cursor.Byte(), cursor.Byte());
        if (version == 1) cursor.Skip(6);
        for (var k = 0; k < count; k++)
        {
            var filter = cursor.UInt16();
            var nameLength = version == 1 || filter >= FirstNamed ? cursor.UInt16() : 0;
            cursor.Skip(2);
            var values = cursor.UInt16();
            // Version 1 pads names to 8 bytes, and an odd number of values too.
            cursor.Skip(version == 1 ? (nameLength + 7) & ~7 : nameLength);
            cursor.Skip(4 * (version == 1 ? (values + 1) & ~1 : values));
            if (filter is not (Deflate or Shuffle or Fletcher32 or Lzf)) throw new InvalidDataException($"its data went through filter {filter}, which is not supported; rewrite it with 'h5repack -f GZIP=4'");
            pipeline.Add(filter);
        }
    }

    /// <param name="stored">The chunk's bytes in the file.</param>
    /// <param name="skipped">A bit for each filter that was left out for this chunk.</param>
    /// <param name="size">Bytes of the chunk's elements.</param>
    /// <param name="elementSize">Bytes of one element.</param>
    public byte[] Undo(byte[] stored, uint skipped, int size, int elementSize)
    {
        var bytes = stored;
        for (var k = pipeline.Count - 1; k >= 0; k--)
        {
            if ((skipped >> k & 1) != 0) continue;
            bytes = pipeline[k] switch
            {
                Deflate => Inflate(bytes, size),
                Shuffle => Unshuffle(bytes, elementSize),
                Fletcher32 => bytes[..^4],
                _ => LzfCodec.Decompress(bytes, size),
            };
        }

        return bytes.Length == size ? bytes : throw new InvalidDataException("a chunk has the wrong size");
    }

    private static byte[] Inflate(byte[] bytes, int size)
    {
        using var inflater = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var inflated = new byte[size];
        if (inflater.ReadAtLeast(inflated, size, throwOnEndOfStream: false) < size) throw new InvalidDataException("a chunk is too short");
        return inflated;
    }

    /// <summary>From all first bytes, then all second bytes … back to element by element.</summary>
    private static byte[] Unshuffle(byte[] bytes, int elementSize)
    {
        var count = bytes.Length / elementSize;
        var result = bytes.ToArray();
        for (var k = 0; k < count; k++)
        {
            for (var part = 0; part < elementSize; part++) result[k * elementSize + part] = bytes[part * count + k];
        }

        return result;
    }
}
