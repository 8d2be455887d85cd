using System.Buffers.Binary;
using System.Text;

namespace HeadTracker.Synthesis.Imaging;

/// <summary>A linear RGB picture of floats, read from an OpenEXR file with DWAA or DWAB compression.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down; row 0 is the top.</param>
/// <param name="Red">Row-major plane, linear, as stored: slightly negative values occur.</param>
/// <param name="Green">As <paramref name="Red"/>.</param>
/// <param name="Blue">As <paramref name="Red"/>.</param>
public sealed record ExrImage(int Width, int Height, float[] Red, float[] Green, float[] Blue)
{
    private const int Magic = 20000630;
    private const byte Dwaa = 8;
    private const byte Dwab = 9;

    /// <exception cref="InvalidDataException">The file is no EXR, or not of the kind named above.</exception>
    public static ExrImage Decode(ReadOnlySpan<byte> data)
    {
        if (data.Length < 8 || BinaryPrimitives.ReadInt32LittleEndian(data) != Magic) throw new InvalidDataException("This is no OpenEXR file.");
        var position = 8;
        byte compression = 255;
        int width = 0, height = 0, top = 0;
        var channels = "";
        while (data[position] != 0)
        {
            var name = ReadName(data, ref position);
            _ = ReadName(data, ref position);
            var size = BinaryPrimitives.ReadInt32LittleEndian(data[position..]);
            var value = data.Slice(position + 4, size);
            position += 4 + size;
            if (name == "compression") compression = value[0];
            if (name == "channels") channels = ReadChannels(value);
            if (name != "dataWindow") continue;
            top = BinaryPrimitives.ReadInt32LittleEndian(value[4..]);
            width = BinaryPrimitives.ReadInt32LittleEndian(value[8..]) - BinaryPrimitives.ReadInt32LittleEndian(value) + 1;
            height = BinaryPrimitives.ReadInt32LittleEndian(value[12..]) - top + 1;
        }

        if (compression is not (Dwaa or Dwab) || channels != "BGR")
        {
            throw new InvalidDataException($"EXR compression {compression} with channels {channels} is not read here; only DWA with half B, G, R is.");
        }

        var lines = compression == Dwaa ? 32 : 256;
        var image = new ExrImage(width, height, new float[width * height], new float[width * height], new float[width * height]);
        position++;
        for (var chunk = 0; chunk < (height + lines - 1) / lines; chunk++)
        {
            var offset = (int)BinaryPrimitives.ReadInt64LittleEndian(data[(position + 8 * chunk)..]);
            var row = BinaryPrimitives.ReadInt32LittleEndian(data[offset..]) - top;
            var size = BinaryPrimitives.ReadInt32LittleEndian(data[(offset + 4)..]);
            var planes = DwaBlockDecoder.Decode(data.Slice(offset + 8, size), width, Math.Min(lines, height - row));
            planes[0].CopyTo(image.Red, row * width);
            planes[1].CopyTo(image.Green, row * width);
            planes[2].CopyTo(image.Blue, row * width);
        }

        return image;
    }

    private static string ReadChannels(ReadOnlySpan<byte> value)
    {
        var names = new StringBuilder();
        for (var position = 0; value[position] != 0; position += 16)
        {
            names.Append(ReadName(value, ref position));
            if (BinaryPrimitives.ReadInt32LittleEndian(value[position..]) != 1) names.Append('?');
        }

        return names.ToString();
    }

    private static string ReadName(ReadOnlySpan<byte> data, ref int position)
    {
        var length = data[position..].IndexOf((byte)0);
        var name = Encoding.ASCII.GetString(data.Slice(position, length));
        position += length + 1;
        return name;
    }
}
