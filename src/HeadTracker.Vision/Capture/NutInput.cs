using System.Buffers.Binary;
using System.Text;

namespace HeadTracker.Capture;

/// <summary>The numbers, texts and bytes that a NUT container is made of, from a stream that cannot be sought.</summary>
/// <remarks>Every method but <see cref="HasMore"/> throws <see cref="EndOfStreamException"/> when the stream ends before what it reads does.</remarks>
internal sealed class NutInput(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private long _read;

    /// <summary>Bytes taken so far.</summary>
    public long Position => _read - (_end - _start);

    /// <summary>Waits for another byte.</summary>
    /// <returns>False at the end of the stream.</returns>
    public bool HasMore(out byte next)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, stream.Read(_buffer));
            _read += _end;
        }

        next = _start < _end ? _buffer[_start] : (byte)0;
        return _start < _end;
    }

    public byte ReadByte()
    {
        if (!HasMore(out var value)) throw new EndOfStreamException();
        _start++;
        return value;
    }

    /// <summary>Seven bits per byte, the highest first; all but the last byte have their top bit set.</summary>
    public long ReadNumber()
    {
        var value = 0L;
        byte part;
        do
        {
            part = ReadByte();
            value = (value << 7) | (part & 0x7FL);
        }
        while (part >= 0x80);
        return value;
    }

    /// <summary>0, 1, -1, 2, -2 … as 0, 1, 2, 3, 4 …</summary>
    public long ReadSigned()
    {
        var value = ReadNumber() + 1;
        return (value & 1) == 0 ? value >> 1 : -(value >> 1);
    }

    public ulong ReadStartCode()
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    public byte[] ReadBytes()
    {
        var length = ReadNumber();
        if (length is < 0 or > 1 << 20) throw new InvalidDataException($"A NUT container holds a text of {length} bytes.");
        var bytes = new byte[length];
        ReadExactly(bytes);
        return bytes;
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>Large reads go past the buffer, straight to where the bytes are wanted.</summary>
    public void ReadExactly(Span<byte> destination)
    {
        var buffered = Math.Min(_end - _start, destination.Length);
        _buffer.AsSpan(_start, buffered).CopyTo(destination);
        _start += buffered;
        var rest = destination[buffered..];
        if (rest.IsEmpty) return;
        stream.ReadExactly(rest);
        _read += rest.Length;
    }

    public void SkipTo(long position)
    {
        while (Position < position)
        {
            if (!HasMore(out _)) throw new EndOfStreamException();
            _start += (int)Math.Min(position - Position, _end - _start);
        }
    }
}
