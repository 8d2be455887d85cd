namespace HeadTracker.Synthesis.Imaging;

/// <summary>The canonical Huffman code of OpenEXR over 16-bit symbols, with one extra symbol for runs.</summary>
internal static class HalfHuffman
{
    private const int Symbols = (1 << 16) + 1;
    private const int MaximumLength = 58;
    private const int ShortZeroRun = 59;
    private const int LongZeroRun = 63;

    /// <summary>Decodes <paramref name="count"/> symbols.</summary>
    public static ushort[] Decode(ReadOnlySpan<byte> data, int count)
    {
        var output = new ushort[count];
        if (count == 0) return output;
        var first = BitConverter.ToInt32(data);
        var runSymbol = BitConverter.ToInt32(data[4..]);
        var bits = BitConverter.ToInt32(data[12..]);

        var table = new BitReader(data[20..]);
        var lengths = ReadLengths(ref table, first, runSymbol);
        var code = new CanonicalCode(lengths);

        var reader = new BitReader(data[(20 + table.BytesRead)..]);
        var written = 0;
        while (written < count)
        {
            if (reader.BitsRead >= bits) throw new InvalidDataException("The EXR Huffman stream ends too soon.");
            var symbol = code.Next(ref reader);
            if (symbol != runSymbol)
            {
                output[written++] = (ushort)symbol;
                continue;
            }

            var run = (int)reader.Read(8);
            output.AsSpan(written, run).Fill(output[written - 1]);
            written += run;
        }

        return output;
    }

    private static byte[] ReadLengths(ref BitReader reader, int first, int last)
    {
        var lengths = new byte[Symbols];
        for (var i = first; i <= last; i++)
        {
            var length = (int)reader.Read(6);
            if (length < ShortZeroRun)
            {
                lengths[i] = (byte)length;
                continue;
            }

            var zeros = length == LongZeroRun ? (int)reader.Read(8) + LongZeroRun - ShortZeroRun + 2 : length - ShortZeroRun + 2;
            i += zeros - 1;
        }

        return lengths;
    }

    /// <summary>OpenEXR numbers codes from the longest up: codes of one length are consecutive, in the order of their symbols.</summary>
    private sealed class CanonicalCode
    {
        private readonly ulong[] _firstCode = new ulong[MaximumLength + 1];
        private readonly int[] _firstSymbol = new int[MaximumLength + 1];
        private readonly int[] _countOf = new int[MaximumLength + 1];
        private readonly int[] _symbols;

        public CanonicalCode(byte[] lengths)
        {
            foreach (var length in lengths) _countOf[length]++;
            _countOf[0] = 0;
            ulong code = 0;
            for (var length = MaximumLength; length > 0; length--)
            {
                _firstCode[length] = code;
                code = code + (ulong)_countOf[length] >> 1;
            }

            var next = 0;
            for (var length = 1; length <= MaximumLength; length++)
            {
                _firstSymbol[length] = next;
                next += _countOf[length];
            }

            _symbols = new int[next];
            var position = (int[])_firstSymbol.Clone();
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] > 0) _symbols[position[lengths[symbol]]++] = symbol;
            }
        }

        public int Next(ref BitReader reader)
        {
            ulong code = 0;
            for (var length = 1; length <= MaximumLength; length++)
            {
                code = code << 1 | reader.Read(1);
                if (code >= _firstCode[length] && code - _firstCode[length] < (ulong)_countOf[length])
                {
                    return _symbols[_firstSymbol[length] + (int)(code - _firstCode[length])];
                }
            }

            throw new InvalidDataException("The EXR Huffman stream holds an unknown code.");
        }
    }

    private ref struct BitReader(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;

        public int BitsRead { get; private set; }

        public readonly int BytesRead => (BitsRead + 7) / 8;

        public ulong Read(int bits)
        {
            ulong value = 0;
            for (; bits > 0; bits--, BitsRead++) value = value << 1 | (uint)(_data[BitsRead >> 3] >> 7 - (BitsRead & 7) & 1);
            return value;
        }
    }
}
