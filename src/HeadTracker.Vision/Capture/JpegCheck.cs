using System.Buffers.Binary;

namespace HeadTracker.Capture;

/// <summary>Finds JPEG pictures that were cut short or overwritten, before the decoder makes half a picture of them and complains on the console.</summary>
internal static class JpegCheck
{
    private const byte Mark = 0xFF, Start = 0xD8, End = 0xD9, Scan = 0xDA, FirstRestart = 0xD0, LastRestart = 0xD7;

    /// <summary>Whether the segments follow one another from the start of the picture to its end. What lies behind the end does not count.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg is not [Mark, Start, ..]) return false;
        for (var rest = jpeg[2..]; rest is [Mark, var code, ..];)
        {
            if (code == End) return true;
            if (code == Mark)
            {
                // Any number of marks may stand before a code.
                rest = rest[1..];
                continue;
            }

            if (rest.Length < 4) return false;
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length) return false;
            rest = rest[length..];
            if (code == Scan) rest = BehindScan(rest);
        }

        return false;
    }

    /// <summary>In a scan's bits a mark is followed by zero, or is a restart.</summary>
    private static ReadOnlySpan<byte> BehindScan(ReadOnlySpan<byte> bits)
    {
        for (var at = 0; ;)
        {
            var next = bits[at..].IndexOf(Mark);
            if (next < 0 || at + next + 1 >= bits.Length) return [];
            at += next;
            if (bits[at + 1] is not (0 or >= FirstRestart and <= LastRestart)) return bits[at..];
            at += 2;
        }
    }
}
