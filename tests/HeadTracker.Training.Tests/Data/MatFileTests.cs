using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using HeadTracker.Tests;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Tests.Data;

public class MatFileTests
{
    [SharedFact("data/labels/IBUG_image_008_1_0.mat")]
    public void A_300W_LP_label_gives_its_pose_and_landmarks()
    {
        var arrays = MatFile.Read(SharedData.PathOf("data/labels/IBUG_image_008_1_0.mat"));

        Assert.Equal([1, 7], arrays["Pose_Para"].Dimensions);
        Assert.Equal(68, arrays["pt2d"].Columns);
        Assert.Equal(2, arrays["pt2d"].Rows);
        Assert.InRange(arrays["Pose_Para"][0, 0], -Math.PI / 2, Math.PI / 2);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Arrays_of_both_byte_orders_and_compressed_ones_are_read(bool bigEndian, bool compressed)
    {
        var file = Matrix("abc", [2, 3], [1, 2, 3, 4, 5, 6.5], bigEndian, compressed);

        var array = MatFile.Parse(file)["abc"];

        Assert.Equal([2, 3], array.Dimensions);
        Assert.Equal(2, array[1, 0]);
        Assert.Equal(6.5, array[1, 2]);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_a_plain_error()
    {
        var file = Matrix("abc", [2, 3], [1, 2, 3, 4, 5, 6], bigEndian: false, compressed: false);
        for (var length = 0; length < file.Length; length++)
        {
            // Right after the header no array has begun: that is an empty file, not a damaged one.
            if (length is >= 128 and < 136) Assert.Empty(MatFile.Parse(file.AsSpan(0, length)));
            else Assert.Throws<InvalidDataException>(() => MatFile.Parse(file.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Any_flipped_byte_gives_an_array_or_a_plain_error()
    {
        var file = Matrix("abc", [2, 3], [1, 2, 3, 4, 5, 6], bigEndian: false, compressed: true);
        for (var i = 128; i < file.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                file[i] ^= (byte)(1 << bit);
                try
                {
                    MatFile.Parse(file);
                }
                catch (InvalidDataException)
                {
                    // The plain error.
                }

                file[i] ^= (byte)(1 << bit);
            }
        }
    }

    /// <summary>80 KB of file for 80 MB of zeros, which as numbers would be 640.</summary>
    [Fact]
    public void What_unpacks_without_bounds_is_refused()
    {
        var file = Packed(new byte[80 << 20]);
        Assert.Contains("unpacks to more than 64 MB", Assert.Throws<InvalidDataException>(() => MatFile.Parse(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_looked_for_in_a_compressed_element_inside_another()
    {
        var inner = Matrix("abc", [1, 2], [1, 2], bigEndian: false, compressed: true);
        Assert.Empty(MatFile.Parse(Packed(inner[128..])));
    }

    private static byte[] Packed(byte[] content)
    {
        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(content);
        return [.. new byte[126], .. "IM"u8, .. BitConverter.GetBytes(15), .. BitConverter.GetBytes((int)deflated.Length), .. deflated.ToArray()];
    }

    [Fact]
    public void Sizes_that_only_multiply_to_the_right_number_are_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => MatFile.Parse(Matrix("abc", [-2, -3], [1, 2, 3, 4, 5, 6], bigEndian: false, compressed: false)));
        Assert.Contains("a size that cannot be", error.Message, StringComparison.Ordinal);
    }

    internal static byte[] Matrix(string name, int[] sizes, double[] values, bool bigEndian, bool compressed)
    {
        using var body = new MemoryStream();
        void Int(int value)
        {
            Span<byte> bytes = stackalloc byte[4];
            if (bigEndian) BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            else BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            body.Write(bytes);
        }

        void Pad()
        {
            while (body.Length % 8 != 0) body.WriteByte(0);
        }

        Int(6);
        Int(8);
        Int(6);
        Int(0);
        Int(5);
        Int(4 * sizes.Length);
        foreach (var size in sizes) Int(size);
        Pad();
        Int(1);
        Int(name.Length);
        body.Write(Encoding.ASCII.GetBytes(name));
        Pad();
        Int(9);
        Int(8 * values.Length);
        Span<byte> eight = stackalloc byte[8];
        foreach (var value in values)
        {
            if (bigEndian) BinaryPrimitives.WriteDoubleBigEndian(eight, value);
            else BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
            body.Write(eight);
        }

        using var file = new MemoryStream();
        void Tag(Stream stream, int type, int length)
        {
            Span<byte> tag = stackalloc byte[8];
            if (bigEndian)
            {
                BinaryPrimitives.WriteInt32BigEndian(tag, type);
                BinaryPrimitives.WriteInt32BigEndian(tag[4..], length);
            }
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(tag, type);
                BinaryPrimitives.WriteInt32LittleEndian(tag[4..], length);
            }

            stream.Write(tag);
        }

        file.Write(new byte[126]);
        file.Write(bigEndian ? "MI"u8 : "IM"u8);
        using var element = new MemoryStream();
        Tag(element, 14, (int)body.Length);
        element.Write(body.ToArray());
        if (!compressed)
        {
            file.Write(element.ToArray());
            return file.ToArray();
        }

        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(element.ToArray());
        Tag(file, 15, (int)deflated.Length);
        file.Write(deflated.ToArray());
        return file.ToArray();
    }
}
