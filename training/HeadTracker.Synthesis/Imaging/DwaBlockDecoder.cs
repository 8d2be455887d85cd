using System.IO.Compression;

namespace HeadTracker.Synthesis.Imaging;

/// <summary>Decodes one chunk of scan lines that OpenEXR's DWAA or DWAB compression packed: three half channels R, G and B.</summary>
/// <remarks>
/// The picture lies in 8×8 blocks of orthonormal DCT coefficients of Y'CbCr (Rec. 709), taken in a perceptual space. First
/// coefficients are kept apart (deflate over byte planes); the others are run-length coded in zigzag order, then packed by a
/// Huffman code or deflate.
/// </remarks>
internal static class DwaBlockDecoder
{
    private const int Header = 11 * 8;
    private const int Edge = 8;
    private static readonly float[] Cosines = MakeCosines();
    private static readonly int[] Zigzag = MakeZigzag();

    /// <summary>Returns linear R, G and B planes, each <paramref name="width"/> × <paramref name="height"/>.</summary>
    public static float[][] Decode(ReadOnlySpan<byte> data, int width, int height)
    {
        Span<long> header = stackalloc long[11];
        for (var i = 0; i < header.Length; i++) header[i] = BitConverter.ToInt64(data[(8 * i)..]);
        var (version, unknown, acBytes, dcBytes) = (header[0], (int)header[2], (int)header[3], (int)header[4]);
        var (acCount, dcCount, deflated) = ((int)header[8], (int)header[9], header[10] == 1);

        var position = Header;
        if (version >= 2) position += BitConverter.ToUInt16(data[position..]);
        position += unknown;
        var acData = data.Slice(position, acBytes);
        var ac = deflated ? Words(Inflate(acData, 2 * acCount)) : HalfHuffman.Decode(acData, acCount);
        var dc = Words(Unpredict(Inflate(data.Slice(position + acBytes, dcBytes), 2 * dcCount)));
        return DecodeBlocks(ac, dc, width, height);
    }

    private static float[][] DecodeBlocks(ushort[] ac, ushort[] dc, int width, int height)
    {
        var planes = new[] { new float[width * height], new float[width * height], new float[width * height] };
        var (blocksX, blocksY) = ((width + Edge - 1) / Edge, (height + Edge - 1) / Edge);
        var blocks = new[] { new float[Edge * Edge], new float[Edge * Edge], new float[Edge * Edge] };
        var next = 0;
        for (var by = 0; by < blocksY; by++)
        {
            for (var bx = 0; bx < blocksX; bx++)
            {
                for (var c = 0; c < 3; c++)
                {
                    blocks[c].AsSpan().Clear();
                    blocks[c][0] = FromHalf(dc[c * blocksX * blocksY + by * blocksX + bx]);
                    next = ReadCoefficients(ac, next, blocks[c]);
                    InverseCosineTransform(blocks[c]);
                }

                Store(blocks, planes, bx * Edge, by * Edge, width, height);
            }
        }

        return planes;
    }

    private static void Store(float[][] blocks, float[][] planes, int left, int top, int width, int height)
    {
        for (var y = 0; y < Edge && top + y < height; y++)
        {
            for (var x = 0; x < Edge && left + x < width; x++)
            {
                var (luma, cb, cr) = (blocks[0][y * Edge + x], blocks[1][y * Edge + x], blocks[2][y * Edge + x]);
                var at = (top + y) * width + left + x;
                planes[0][at] = ToLinear(luma + 1.5747f * cr);
                planes[1][at] = ToLinear(luma - 0.1873f * cb - 0.4682f * cr);
                planes[2][at] = ToLinear(luma + 1.8556f * cb);
            }
        }
    }

    private static int ReadCoefficients(ushort[] ac, int next, float[] block)
    {
        for (var k = 1; k < block.Length;)
        {
            var word = ac[next++];
            if (word == 0xff00) break;
            if (word >> 8 == 0xff) k += word & 0xff;
            else block[Zigzag[k++]] = FromHalf(word);
        }

        return next;
    }

    private static void InverseCosineTransform(float[] block)
    {
        Span<float> rows = stackalloc float[Edge * Edge];
        for (var y = 0; y < Edge; y++)
        {
            for (var x = 0; x < Edge; x++)
            {
                var sum = 0f;
                for (var k = 0; k < Edge; k++) sum += block[y * Edge + k] * Cosines[k * Edge + x];
                rows[y * Edge + x] = sum;
            }
        }

        for (var y = 0; y < Edge; y++)
        {
            for (var x = 0; x < Edge; x++)
            {
                var sum = 0f;
                for (var k = 0; k < Edge; k++) sum += rows[k * Edge + x] * Cosines[k * Edge + y];
                block[y * Edge + x] = sum;
            }
        }
    }

    /// <summary>Perceptual to linear: a power of 2.2 up to 1, an exponential of the same slope above.</summary>
    private static float ToLinear(float value)
    {
        var magnitude = MathF.Abs(value);
        return MathF.CopySign(magnitude <= 1 ? MathF.Pow(magnitude, 2.2f) : MathF.Exp(2.2f * (magnitude - 1)), value);
    }

    private static float FromHalf(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);

    private static byte[] Inflate(ReadOnlySpan<byte> data, int size)
    {
        using var zlib = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        var output = new byte[size];
        zlib.ReadExactly(output);
        return output;
    }

    /// <summary>Sums byte differences, then interleaves the first and second half.</summary>
    private static byte[] Unpredict(byte[] data)
    {
        for (var i = 1; i < data.Length; i++) data[i] = (byte)(data[i - 1] + data[i] - 128);
        var output = new byte[data.Length];
        var half = (data.Length + 1) / 2;
        for (var i = 0; i < data.Length; i++) output[i] = data[i / 2 + (i & 1) * half];
        return output;
    }

    private static ushort[] Words(byte[] data)
    {
        var words = new ushort[data.Length / 2];
        Buffer.BlockCopy(data, 0, words, 0, words.Length * 2);
        return words;
    }

    private static float[] MakeCosines()
    {
        var cosines = new float[Edge * Edge];
        for (var k = 0; k < Edge; k++)
        {
            var scale = k == 0 ? MathF.Sqrt(0.125f) : 0.5f;
            for (var n = 0; n < Edge; n++) cosines[k * Edge + n] = scale * MathF.Cos((2 * n + 1) * k * MathF.PI / 16);
        }

        return cosines;
    }

    private static int[] MakeZigzag()
    {
        var order = new int[Edge * Edge];
        var next = 0;
        for (var diagonal = 0; diagonal < 2 * Edge - 1; diagonal++)
        {
            for (var i = 0; i <= diagonal; i++)
            {
                // Odd diagonals run down and to the left, even ones up and to the right.
                var (x, y) = diagonal % 2 == 1 ? (diagonal - i, i) : (i, diagonal - i);
                if (x < Edge && y < Edge) order[next++] = y * Edge + x;
            }
        }

        return order;
    }
}
