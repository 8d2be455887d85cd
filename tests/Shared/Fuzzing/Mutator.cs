using System.Buffers.Binary;

namespace HeadTracker.Tests.Fuzzing;

/// <summary>Damages files as copying, disks and ill will do: the same seed, the same damage.</summary>
internal static class Mutator
{
    private const int MostChanges = 4, LongestBlock = 64;

    private static readonly long[] Extremes = [0, -1, 1, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 32, 0x7f800000, 0x7fc00000];

    public static byte[] Mutate(byte[] whole, int seed)
    {
        var random = new Random(seed);
        var bytes = whole.ToList();
        for (var left = random.Next(1, MostChanges + 1); left > 0 && bytes.Count > 8; left--) Change(bytes, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count - 8);
        var length = Math.Min(random.Next(1, LongestBlock), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                // A number of four or eight bytes, where numbers lie.
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(number, Extremes[random.Next(Extremes.Length)]);
                for (var k = 0; k < 4 << random.Next(2); k++) bytes[at / 4 * 4 + k] = number[k];
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            default:
                // A text's number becomes another one, or none.
                if (bytes.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9') is var digit and >= 0)
                {
                    bytes.RemoveAt(digit);
                    bytes.InsertRange(digit, random.Next(4) switch { 0 => "-1"u8, 1 => "99999999999"u8, 2 => "1e39"u8, _ => "null"u8 });
                }

                break;
        }
    }
}
