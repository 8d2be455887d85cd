using System.Buffers.Binary;

namespace HeadTracker.Training.Tests.Data;

/// <summary>Reads a one-dimensional NumPy file of floats or doubles.</summary>
internal static class NumPyVector
{
    public static float[] Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        var header = System.Text.Encoding.ASCII.GetString(file, 10, start - 10);
        var data = file.AsSpan(start);
        var isDouble = header.Contains("<f8", StringComparison.Ordinal);
        if (!isDouble && !header.Contains("<f4", StringComparison.Ordinal)) throw new InvalidDataException(header);
        var values = new float[data.Length / (isDouble ? 8 : 4)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = isDouble ? (float)BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]) : BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]);
        }

        return values;
    }
}
