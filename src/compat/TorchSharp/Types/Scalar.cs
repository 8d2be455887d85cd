using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number of any type, as operators take it. Holds no native memory here; Dispose is the real type's.</summary>
public sealed class Scalar : IDisposable
{
    internal ValueKind Kind { get; }
    internal long Bits { get; }

    internal Scalar(ValueKind kind, long bits) => (Kind, Bits) = (kind, bits);

    public torch.ScalarType Type => Kind switch
    {
        ValueKind.Double => torch.ScalarType.Float64,
        ValueKind.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Int64,
    };

    internal double Real => Kind == ValueKind.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;
    internal long Integer => Kind == ValueKind.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public static implicit operator Scalar(byte value) => new(ValueKind.Int, value);
    public static implicit operator Scalar(sbyte value) => new(ValueKind.Int, value);
    public static implicit operator Scalar(short value) => new(ValueKind.Int, value);
    public static implicit operator Scalar(int value) => new(ValueKind.Int, value);
    public static implicit operator Scalar(long value) => new(ValueKind.Int, value);
    public static implicit operator Scalar(Half value) => (double)value;
    public static implicit operator Scalar(BFloat16 value) => (double)value.ToSingle();
    public static implicit operator Scalar(float value) => (double)value;
    public static implicit operator Scalar(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Scalar(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public void Dispose() { }
}
