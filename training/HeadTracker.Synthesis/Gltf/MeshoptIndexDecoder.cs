namespace HeadTracker.Synthesis.Gltf;

/// <summary>Decodes triangle lists of EXT_meshopt_compression (mode TRIANGLES, versions 0 and 1).</summary>
/// <remarks>
/// One code byte per triangle says where its corners come from: an edge or vertex used lately (two ring buffers of 16), the
/// next vertex never used before, or an explicit difference from the last explicit index.
/// </remarks>
public static class MeshoptIndexDecoder
{
    private const byte Header = 0xe0;
    private const int TableSize = 16;
    private const int RingMask = 15;

    /// <summary>Decodes <paramref name="indexCount"/> (a multiple of 3) indices.</summary>
    /// <exception cref="InvalidDataException">The stream is not of this format, or ends too soon.</exception>
    public static int[] Decode(ReadOnlySpan<byte> data, int indexCount)
    {
        var triangles = indexCount / 3;
        if (indexCount < 0 || indexCount % 3 != 0 || data.Length < 1L + triangles + TableSize || (data[0] & 0xf0) != Header || (data[0] & 15) > 1)
        {
            throw new InvalidDataException("The stream is no meshopt triangle list of version 0 or 1.");
        }

        // Version 1 gives the two codes below 'explicit' to the last explicit index minus and plus one.
        var firstSpecial = (data[0] & 15) >= 1 ? 13 : 15;
        var state = new State(data[^TableSize..], firstSpecial);
        var output = new int[indexCount];
        var reader = new VarintReader(data[(1 + triangles)..^TableSize]);
        for (var t = 0; t < triangles; t++)
        {
            var (a, b, c) = state.Next(data[1 + t], ref reader);
            output[3 * t] = a;
            output[3 * t + 1] = b;
            output[3 * t + 2] = c;
        }

        return output;
    }

    private ref struct VarintReader(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private int _position;

        public byte ReadByte() =>
            _position < _data.Length ? _data[_position++] : throw new InvalidDataException("The meshopt triangle list ends too soon.");

        public int ReadDifference()
        {
            uint value = 0;
            for (var shift = 0; shift < 35; shift += 7)
            {
                var next = ReadByte();
                value |= (uint)(next & 127) << shift;
                if (next < 128) break;
            }

            return (int)(value >> 1) ^ -(int)(value & 1);
        }
    }

    private ref struct State(ReadOnlySpan<byte> table, int firstSpecial)
    {
        private readonly ReadOnlySpan<byte> _table = table;
        private readonly (int From, int To)[] _edges = new (int, int)[RingMask + 1];
        private readonly int[] _vertices = new int[RingMask + 1];
        private int _edgeOffset;
        private int _vertexOffset;
        private int _fresh;
        private int _last;

        public (int A, int B, int C) Next(byte code, ref VarintReader reader) => code < 0xf0
            ? AcrossEdge(code >> 4, code & 15, ref reader)
            : code < 0xfe ? FromTable(_table[code & 15]) : Explicit(code == 0xfe ? 0 : 15, reader.ReadByte(), ref reader);

        private (int A, int B, int C) AcrossEdge(int edge, int corner, ref VarintReader reader)
        {
            var (a, b) = _edges[_edgeOffset - 1 - edge & RingMask];
            int c;
            if (corner == 0)
            {
                c = _fresh++;
                PushVertex(c);
            }
            else if (corner < firstSpecial)
            {
                c = _vertices[_vertexOffset - 1 - corner & RingMask];
            }
            else
            {
                c = _last += corner == 15 ? reader.ReadDifference() : corner == 13 ? -1 : 1;
                PushVertex(c);
            }

            PushEdge(c, b);
            PushEdge(a, c);
            return (a, b, c);
        }

        private (int A, int B, int C) FromTable(byte corners)
        {
            var a = _fresh++;
            var b = FreshOrRecent(corners >> 4);
            var c = FreshOrRecent(corners & 15);
            PushVertex(a);
            if (corners >> 4 == 0) PushVertex(b);
            if ((corners & 15) == 0) PushVertex(c);
            PushEdges(a, b, c);
            return (a, b, c);
        }

        private (int A, int B, int C) Explicit(int codeA, byte corners, ref VarintReader reader)
        {
            if (corners == 0) _fresh = 0;
            var codeB = corners >> 4;
            var codeC = corners & 15;
            var a = codeA == 0 ? _fresh++ : 0;
            var b = FreshOrRecent(codeB);
            var c = FreshOrRecent(codeC);
            if (codeA == 15) a = _last += reader.ReadDifference();
            if (codeB == 15) b = _last += reader.ReadDifference();
            if (codeC == 15) c = _last += reader.ReadDifference();
            PushVertex(a);
            if (codeB is 0 or 15) PushVertex(b);
            if (codeC is 0 or 15) PushVertex(c);
            PushEdges(a, b, c);
            return (a, b, c);
        }

        private int FreshOrRecent(int code) => code == 0 ? _fresh++ : _vertices[_vertexOffset - code & RingMask];

        private void PushVertex(int vertex)
        {
            _vertices[_vertexOffset] = vertex;
            _vertexOffset = _vertexOffset + 1 & RingMask;
        }

        private void PushEdges(int a, int b, int c)
        {
            PushEdge(b, a);
            PushEdge(c, b);
            PushEdge(a, c);
        }

        private void PushEdge(int from, int to)
        {
            _edges[_edgeOffset] = (from, to);
            _edgeOffset = _edgeOffset + 1 & RingMask;
        }
    }
}
