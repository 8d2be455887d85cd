using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>Little-endian bytes of an HDF5 file at any address, with the widths of addresses and lengths that its superblock states.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Hdf5Bytes(SafeFileHandle file, int offsetSize, int lengthSize)
{
    private readonly long fileLength = RandomAccess.GetLength(file);

    /// <summary>An address that means "nothing is stored".</summary>
    public const long Undefined = -1;

    public int OffsetSize { get; } = offsetSize;

    public int LengthSize { get; } = lengthSize;

    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public byte[] Read(long address, long length)
    {
        // Lengths come from the file: one that is damaged must not ask for all memory.
        if (address < 0 || length < 0 || address > fileLength - length) throw new InvalidDataException("it is cut off or damaged");
        var bytes = new byte[length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(done), address + done);
            if (read == 0) throw new InvalidDataException("it is cut off");
            done += read;
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">Something else stands there.</exception>
    public Cursor Expect(string signature, long address, long length)
    {
        var cursor = new Cursor(this, Read(address, length));
        cursor.Expect(signature);
        return cursor;
    }

    public Cursor At(byte[] bytes) => new(this, bytes);

    /// <summary>Walks a block of bytes field by field.</summary>
    public sealed class Cursor(Hdf5Bytes file, byte[] bytes)
    {
        private int position;

        public int Left => bytes.Length - position;

        /// <summary>Goes on from a place in the block.</summary>
        public void Seek(long to)
        {
            if (to < 0 || to > bytes.Length) throw new InvalidDataException("a part of it is too short");
            position = (int)to;
        }

        public int Byte() => Take(1)[0];

        public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

        public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

        public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        public long Offset() => Number(file.OffsetSize);

        public long Length() => Number(file.LengthSize);

        /// <summary>A number of 1, 2, 4 or 8 bytes; all bits set reads as <see cref="Undefined"/>.</summary>
        public long Number(int size) => size switch
        {
            1 => Byte(),
            2 => UInt16(),
            4 => UInt32() is var number && number == uint.MaxValue ? Undefined : number,
            8 => Int64(),
            _ => throw new InvalidDataException($"numbers of {size} bytes are not known"),
        };

        public byte[] Bytes(int count) => Take(count).ToArray();

        public void Skip(int count) => Take(count);

        /// <summary>Text up to a zero byte.</summary>
        public string Text()
        {
            var length = bytes.AsSpan(position).IndexOf((byte)0);
            if (length < 0) throw new InvalidDataException("a name has no end");
            return Encoding.UTF8.GetString(Take(length));
        }

        public void Expect(string signature)
        {
            if (Encoding.ASCII.GetString(Take(signature.Length)) != signature) throw new InvalidDataException($"no {signature} where one belongs");
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count < 0 || count > Left) throw new InvalidDataException("a part of it is too short");
            position += count;
            return bytes.AsSpan(position - count, count);
        }
    }
}
