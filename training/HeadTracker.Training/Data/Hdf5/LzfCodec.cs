namespace HeadTracker.Training.Data.Hdf5;

/// <summary>Unpacks LibLZF's stream, which h5py's "lzf" filter stores.</summary>
/// <remarks>
/// A control byte below 32 is followed by that many literal bytes and one more. Else its upper 3 bits are a length (7: the next byte adds to
/// it), 2 less than what is copied; its lower 5 bits and the next byte are how far back, 1 less.
/// </remarks>
internal static class LzfCodec
{
    private const int Literals = 32, LongLength = 7;

    /// <exception cref="InvalidDataException">The stream does not unpack to exactly this size.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> packed, int size)
    {
        var result = new byte[size];
        var (from, to) = (0, 0);
        try
        {
            while (from < packed.Length)
            {
                int control = packed[from++];
                if (control < Literals)
                {
                    packed.Slice(from, control + 1).CopyTo(result.AsSpan(to));
                    (from, to) = (from + control + 1, to + control + 1);
                    continue;
                }

                var length = control >> 5;
                if (length == LongLength) length += packed[from++];
                var back = ((control & 31) << 8) + packed[from++] + 1;
                // Byte by byte: the copy may overlap itself, which is how runs are stored.
                for (var end = to + length + 2; to < end; to++) result[to] = result[to - back];
            }
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException)
        {
            throw new InvalidDataException("a chunk is damaged", e);
        }

        return to == size ? result : throw new InvalidDataException("a chunk is too short");
    }
}
