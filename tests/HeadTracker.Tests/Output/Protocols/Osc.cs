using System.Buffers.Binary;
using System.Text;

namespace HeadTracker.Tests.Output.Protocols;

internal sealed record OscMessage(string Address, object[] Values);

/// <summary>Reads Open Sound Control 1.0, strictly: wrong padding or a byte too many is an error.</summary>
internal static class Osc
{
    public static List<OscMessage> Bundle(ReadOnlySpan<byte> bytes)
    {
        Assert.Equal("#bundle", ReadString(ref bytes));
        Assert.Equal(1ul, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        bytes = bytes[8..];
        var messages = new List<OscMessage>();
        while (bytes.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            messages.Add(Message(bytes.Slice(4, length)));
            bytes = bytes[(4 + length)..];
        }

        return messages;
    }

    public static OscMessage Message(ReadOnlySpan<byte> bytes)
    {
        Assert.Equal(0, bytes.Length % 4);
        var address = ReadString(ref bytes);
        var types = ReadString(ref bytes);
        Assert.Equal(',', types[0]);
        var values = new List<object>();
        foreach (var type in types[1..])
        {
            if (type == 's')
            {
                values.Add(ReadString(ref bytes));
                continue;
            }

            values.Add(type == 'i' ? (object)BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadSingleBigEndian(bytes));
            bytes = bytes[4..];
        }

        Assert.Equal(0, bytes.Length);
        return new OscMessage(address, [.. values]);
    }

    private static string ReadString(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var whole = (end / 4 + 1) * 4;
        Assert.Equal(-1, bytes[end..whole].IndexOfAnyExcept((byte)0));
        var text = Encoding.UTF8.GetString(bytes[..end]);
        bytes = bytes[whole..];
        return text;
    }
}
