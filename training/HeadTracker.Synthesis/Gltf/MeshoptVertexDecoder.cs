using System.Buffers.Binary;

namespace HeadTracker.Synthesis.Gltf;

/// <summary>Decodes vertex streams of EXT_meshopt_compression (mode ATTRIBUTES, version 0).</summary>
/// <remarks>
/// A stream is split into blocks of at most 256 vertices. In a block every byte of the vertex has a plane of its own: the
/// zigzag difference from the same byte of the vertex before, packed in groups of 16 with 0, 2, 4 or 8 bits each. The first
/// vertex that the differences start from lies at the stream's very end.
/// </remarks>
public static class MeshoptVertexDecoder
{
    private const byte Header = 0xa0;
    private const int GroupSize = 16;
    private const int MaximumBlockBytes = 8192;
    private const int MaximumBlockVertices = 256;
    private const int MinimumTail = 32;

    /// <summary>Decodes <paramref name="count"/> vertices of <paramref name="stride"/> bytes (a multiple of 4, at most 256).</summary>
    /// <exception cref="InvalidDataException">The stream is not of this format, or ends too soon.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, int count, int stride)
    {
        if (stride is <= 0 or > 256 || stride % 4 != 0) throw new InvalidDataException($"A vertex stride of {stride} bytes is not allowed.");
        if (data.Length < 1 + stride || data[0] != Header) throw new InvalidDataException("The stream has no meshopt vertex header of version 0.");

        // A plane's group of 16 bytes takes two bits at least: what asks for more than that gives is damaged.
        if (count < 0 || (long)count * stride > 4L * GroupSize * data.Length + (long)GroupSize * stride)
            throw new InvalidDataException("The meshopt vertex stream ends too soon.");

        var output = new byte[count * stride];
        Span<byte> last = stackalloc byte[stride];
        data[^stride..].CopyTo(last);
        var end = data.Length - Math.Max(stride, MinimumTail);

        var blockVertices = Math.Min(MaximumBlockBytes / stride & ~(GroupSize - 1), MaximumBlockVertices);
        Span<byte> plane = stackalloc byte[MaximumBlockVertices];
        var position = 1;
        for (var first = 0; first < count; first += blockVertices)
        {
            var vertices = Math.Min(blockVertices, count - first);
            for (var k = 0; k < stride; k++)
            {
                position = DecodePlane(data, position, end, plane[..(vertices + GroupSize - 1 & ~(GroupSize - 1))]);
                var value = last[k];
                for (var i = 0; i < vertices; i++)
                {
                    var zigzag = plane[i];
                    value += (byte)(-(zigzag & 1) ^ zigzag >> 1);
                    output[(first + i) * stride + k] = value;
                }

                last[k] = value;
            }
        }

        return output;
    }

    private static int DecodePlane(ReadOnlySpan<byte> data, int position, int end, Span<byte> plane)
    {
        var groups = plane.Length / GroupSize;
        var headerStart = position;
        position += (groups + 3) / 4;
        for (var g = 0; g < groups; g++)
        {
            if (position > end) throw new InvalidDataException("The meshopt vertex stream ends too soon.");
            var width = data[headerStart + g / 4] >> g % 4 * 2 & 3;
            position = DecodeGroup(data, position, width, plane.Slice(g * GroupSize, GroupSize));
        }

        return position;
    }

    private static int DecodeGroup(ReadOnlySpan<byte> data, int position, int width, Span<byte> group)
    {
        switch (width)
        {
            case 0:
                group.Clear();
                return position;
            case 3:
                data.Slice(position, GroupSize).CopyTo(group);
                return position + GroupSize;
            default:
                // 2 or 4 bits per value, high bits first; all ones escapes to a whole byte after the packed values.
                var bits = width * 2;
                var escape = (1 << bits) - 1;
                var perByte = 8 / bits;
                var extra = position + GroupSize / perByte;
                for (var i = 0; i < GroupSize; i++)
                {
                    var value = data[position + i / perByte] >> 8 - bits * (i % perByte + 1) & escape;
                    group[i] = value == escape ? data[extra++] : (byte)value;
                }

                return extra;
        }
    }

    /// <summary>
    /// Undoes the OCTAHEDRAL filter in place: unit vectors stored as two coordinates of an octahedron and its scale, back to
    /// four signed normalised bytes, the fourth left alone.
    /// </summary>
    public static void UnfilterOctahedral8(Span<byte> vertices)
    {
        for (var i = 0; i + 3 < vertices.Length; i += 4)
        {
            float x = (sbyte)vertices[i];
            float y = (sbyte)vertices[i + 1];
            var z = (sbyte)vertices[i + 2] - MathF.Abs(x) - MathF.Abs(y);
            var fold = MathF.Min(z, 0);
            x += x >= 0 ? fold : -fold;
            y += y >= 0 ? fold : -fold;
            var scale = sbyte.MaxValue / MathF.Sqrt(x * x + y * y + z * z);
            vertices[i] = (byte)(sbyte)MathF.Round(x * scale);
            vertices[i + 1] = (byte)(sbyte)MathF.Round(y * scale);
            vertices[i + 2] = (byte)(sbyte)MathF.Round(z * scale);
        }
    }

    /// <summary>As <see cref="UnfilterOctahedral8"/>, for signed normalised 16-bit coordinates.</summary>
    public static void UnfilterOctahedral16(Span<byte> vertices)
    {
        for (var i = 0; i + 7 < vertices.Length; i += 8)
        {
            float x = BinaryPrimitives.ReadInt16LittleEndian(vertices[i..]);
            float y = BinaryPrimitives.ReadInt16LittleEndian(vertices[(i + 2)..]);
            var z = BinaryPrimitives.ReadInt16LittleEndian(vertices[(i + 4)..]) - MathF.Abs(x) - MathF.Abs(y);
            var fold = MathF.Min(z, 0);
            x += x >= 0 ? fold : -fold;
            y += y >= 0 ? fold : -fold;
            var scale = short.MaxValue / MathF.Sqrt(x * x + y * y + z * z);
            BinaryPrimitives.WriteInt16LittleEndian(vertices[i..], (short)MathF.Round(x * scale));
            BinaryPrimitives.WriteInt16LittleEndian(vertices[(i + 2)..], (short)MathF.Round(y * scale));
            BinaryPrimitives.WriteInt16LittleEndian(vertices[(i + 4)..], (short)MathF.Round(z * scale));
        }
    }
}
