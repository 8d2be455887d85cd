using static TorchSharp.torch;

namespace HeadTracker.Training.Checkpoints;

/// <summary>Where a tensor lies in the data part of a file: bytes <paramref name="Begin"/> to <paramref name="End"/>, row-major, little-endian.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End)
{
    private static readonly (ScalarType Type, string Name, int Size)[] Types =
    [
        (ScalarType.Float64, "F64", 8), (ScalarType.Int64, "I64", 8), (ScalarType.Float32, "F32", 4), (ScalarType.Int32, "I32", 4),
        (ScalarType.BFloat16, "BF16", 2), (ScalarType.Float16, "F16", 2), (ScalarType.Int16, "I16", 2), (ScalarType.Byte, "U8", 1),
        (ScalarType.Int8, "I8", 1), (ScalarType.Bool, "BOOL", 1),
    ];

    internal string TypeName => Array.Find(Types, type => type.Type == Type).Name;

    /// <summary>Null for a type that no tensor here can have.</summary>
    internal static ScalarType? TypeOf(string name) => Array.Find(Types, type => type.Name == name) is { Name: not null } found ? found.Type : null;

    /// <summary>Bytes of one element, or 0 for a type the format does not know.</summary>
    internal static int SizeOf(ScalarType type) => Array.Find(Types, known => known.Type == type).Size;

    /// <summary>Bytes that the shape asks for; -1 where it overflows or is negative.</summary>
    internal long Bytes
    {
        get
        {
            Int128 bytes = SizeOf(Type);
            foreach (var extent in Shape)
            {
                if (extent < 0) return -1;
                bytes *= extent;
                if (bytes > long.MaxValue) return -1;
            }

            return (long)bytes;
        }
    }
}
