using System.Buffers.Binary;
using System.Text;

namespace HeadTracker.Output.Protocols;

/// <summary>
/// Writes Open Sound Control 1.0 into a buffer: strings end in zero and fill up to four bytes, numbers are big-endian, a bundle
/// is "#bundle", a time tag of 1 ("now") and messages, each behind its length.
/// </summary>
internal ref struct OscWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public void Bundle()
    {
        String("#bundle");
        BinaryPrimitives.WriteUInt64BigEndian(_buffer[Length..], 1);
        Length += 8;
    }

    /// <summary>Leaves room for the length of a bundle's message; give what it returns to <see cref="EndElement"/>.</summary>
    public int BeginElement() => (Length += 4) - 4;

    public readonly void EndElement(int start) => BinaryPrimitives.WriteInt32BigEndian(_buffer[start..], Length - start - 4);

    /// <param name="types">OSC's type tags without the comma, such as "sf".</param>
    public void Address(string address, string types)
    {
        String(address);
        _buffer[Length++] = (byte)',';
        String(types, 1);
    }

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer[Length..], value);
        Length += 4;
    }

    public void Float(float value)
    {
        BinaryPrimitives.WriteSingleBigEndian(_buffer[Length..], value);
        Length += 4;
    }

    /// <param name="before">Bytes of the same string that are already there.</param>
    public void String(string text, int before = 0)
    {
        var written = Encoding.UTF8.GetBytes(text, _buffer[Length..]);
        // At least one zero, and whole groups of four.
        var padding = 4 - (before + written) % 4;
        _buffer.Slice(Length + written, padding).Clear();
        Length += written + padding;
    }
}
