using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HeadTracker.Training.Data;

/// <summary>A numeric array of a MATLAB file.</summary>
/// <param name="Dimensions">Two or more sizes, rows first.</param>
/// <param name="Values">All elements, column by column (the first index runs fastest), widened to double.</param>
public sealed record MatArray(IReadOnlyList<int> Dimensions, double[] Values)
{
    public int Rows => Dimensions[0];

    public int Columns => Dimensions[1];

    /// <summary>An element of a matrix, indices from 0.</summary>
    public double this[int row, int column] => Values[column * Rows + row];
}

/// <summary>
/// Reads the numeric arrays of a MATLAB level 5 file (what MATLAB's <c>save</c> writes up to v7), compressed or not, of
/// either byte order. Other variables (text, cells, structs, sparse) are passed over.
/// </summary>
/// <remarks>Format: "MAT-File Format", MathWorks, chapter 1 (level 5).</remarks>
public static class MatFile
{
    private const int HeaderLength = 128;
    private const int Int8 = 1, UInt8 = 2, Int16 = 3, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Int64 = 12, UInt64 = 13;
    private const int Matrix = 14, Compressed = 15;
    /// <summary>Bytes that all compressed elements of a file may unpack to: labels have some thousand, face models a few million.</summary>
    private const int MostInflated = 64 << 20;

    // Of more, the product of their sizes need not fit into any number.
    private const int MostDimensions = 4;
    private const int FirstNumericClass = 6, LastNumericClass = 15;

    /// <exception cref="InvalidDataException">The file is no level 5 MATLAB file, or is damaged.</exception>
    public static IReadOnlyDictionary<string, MatArray> Read(string path) => Parse(File.ReadAllBytes(path));

    /// <inheritdoc cref="Read"/>
    public static IReadOnlyDictionary<string, MatArray> Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength)
        {
            throw new InvalidDataException($"a MATLAB file has a header of {HeaderLength} bytes, this one has {file.Length} bytes in all");
        }

        var reader = (file[126], file[127]) switch
        {
            ((byte)'I', (byte)'M') => new Elements(bigEndian: false),
            ((byte)'M', (byte)'I') => new Elements(bigEndian: true),
            _ => throw new InvalidDataException("not a level 5 MATLAB file (v7.3 files are HDF5; save them again with '-v7')"),
        };

        var arrays = new Dictionary<string, MatArray>(StringComparer.Ordinal);
        var room = MostInflated;
        var rest = file[HeaderLength..];
        while (rest.Length >= 8)
        {
            var data = reader.Next(ref rest, out var type);
            if (type == Compressed)
            {
                // It holds one whole element, which is no compressed one.
                data = Inflate(data, room);
                room -= data.Length;
                data = reader.Next(ref data, out type);
            }

            if (type == Matrix && ParseMatrix(reader, data) is var (name, array)) arrays[name] = array;
        }

        return arrays;
    }

    private static (string Name, MatArray Array)? ParseMatrix(Elements reader, ReadOnlySpan<byte> data)
    {
        var flags = reader.Next(ref data, out _);
        if (flags.Length < 4) throw new InvalidDataException("an array has no flags");
        var arrayClass = reader.UInt32At(flags) & 0xff;
        var isComplex = (reader.UInt32At(flags) & 0x800) != 0;
        if (arrayClass is < FirstNumericClass or > LastNumericClass || isComplex) return null;

        var sizes = reader.Next(ref data, out var sizeType);
        var dimensions = Array.ConvertAll(reader.Numbers(sizes, sizeType),
            size => size is >= 0 and <= int.MaxValue ? (int)size : throw new InvalidDataException("an array has a size that cannot be"));
        var name = Encoding.ASCII.GetString(reader.Next(ref data, out _));
        var values = reader.Numbers(reader.Next(ref data, out var type), type);

        var expected = dimensions.Aggregate((Int128)1, (product, size) => product * size);
        if (dimensions.Length is < 2 or > MostDimensions || expected != values.Length)
            throw new InvalidDataException($"array '{name}' is {string.Join('×', dimensions)} but holds {values.Length} values");
        return (name, new MatArray(dimensions, values));
    }

    private static byte[] Inflate(ReadOnlySpan<byte> data, int room)
    {
        using var inflater = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        Span<byte> part = stackalloc byte[4096];
        while (inflater.Read(part) is > 0 and var count)
        {
            if (inflated.Length + count > room) throw new InvalidDataException($"it unpacks to more than {MostInflated >> 20} MB");
            inflated.Write(part[..count]);
        }

        return inflated.ToArray();
    }

    /// <summary>Walks the tagged elements: type, length, data padded to 8 bytes; or all in 8 bytes when the data fits in 4.</summary>
    private readonly struct Elements(bool bigEndian)
    {
        public uint UInt32At(ReadOnlySpan<byte> at) => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

        public ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest, out int type)
        {
            if (rest.Length < 8) throw new InvalidDataException("the file ends in the middle of an element");
            var tag = UInt32At(rest);
            if (tag >> 16 != 0)
            {
                type = (int)(tag & 0xffff);
                var small = rest.Slice(4, (int)Math.Min(tag >> 16, 4));
                rest = rest[8..];
                return small;
            }

            type = (int)tag;
            var length = UInt32At(rest[4..]);
            if (length > rest.Length - 8) throw new InvalidDataException("the file ends in the middle of an element");
            var data = rest.Slice(8, (int)length);
            // Compressed elements alone are not padded.
            var end = 8 + (int)length;
            rest = rest[Math.Min(type == Compressed ? end : (end + 7) & ~7, rest.Length)..];
            return data;
        }

        public double[] Numbers(ReadOnlySpan<byte> data, int type)
        {
            var size = type switch
            {
                Int8 or UInt8 => 1,
                Int16 or UInt16 => 2,
                Int32 or UInt32 or Single => 4,
                Double or Int64 or UInt64 => 8,
                _ => throw new InvalidDataException($"element type {type} holds no numbers"),
            };
            var values = new double[data.Length / size];
            for (var i = 0; i < values.Length; i++) values[i] = Number(data.Slice(i * size, size), type);
            return values;
        }

        private double Number(ReadOnlySpan<byte> at, int type) => (type, bigEndian) switch
        {
            (Int8, _) => (sbyte)at[0],
            (UInt8, _) => at[0],
            (Int16, false) => BinaryPrimitives.ReadInt16LittleEndian(at),
            (Int16, true) => BinaryPrimitives.ReadInt16BigEndian(at),
            (UInt16, false) => BinaryPrimitives.ReadUInt16LittleEndian(at),
            (UInt16, true) => BinaryPrimitives.ReadUInt16BigEndian(at),
            (Int32, false) => BinaryPrimitives.ReadInt32LittleEndian(at),
            (Int32, true) => BinaryPrimitives.ReadInt32BigEndian(at),
            (UInt32, _) => UInt32At(at),
            (Single, false) => BinaryPrimitives.ReadSingleLittleEndian(at),
            (Single, true) => BinaryPrimitives.ReadSingleBigEndian(at),
            (Double, false) => BinaryPrimitives.ReadDoubleLittleEndian(at),
            (Double, true) => BinaryPrimitives.ReadDoubleBigEndian(at),
            (Int64, false) => BinaryPrimitives.ReadInt64LittleEndian(at),
            (Int64, true) => BinaryPrimitives.ReadInt64BigEndian(at),
            (UInt64, false) => BinaryPrimitives.ReadUInt64LittleEndian(at),
            _ => BinaryPrimitives.ReadUInt64BigEndian(at),
        };
    }
}
