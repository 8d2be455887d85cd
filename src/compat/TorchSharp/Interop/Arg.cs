namespace TorchSharp.Interop;

/// <summary>One argument of an ATen operator: what C# passes, kept alive until the call is over.</summary>
internal readonly struct Arg
{
    internal readonly ValueKind Kind;
    internal readonly int Count;
    internal readonly long Bits;
    internal readonly object? Held;

    private Arg(ValueKind kind, long bits = 0, int count = 0, object? held = null) => (Kind, Bits, Count, Held) = (kind, bits, count, held);

    /// <summary>Takes the default of the operator's schema.</summary>
    internal static readonly Arg Default = new(ValueKind.Default);
    internal static readonly Arg None;

    /// <summary>How many eight-byte words of scratch space this argument needs during the call.</summary>
    internal int Words => Kind switch
    {
        ValueKind.IntList or ValueKind.DoubleList or ValueKind.TensorList => Count,
        ValueKind.String => (Count + 7) / 8,
        _ => 0,
    };

    public static implicit operator Arg(torch.Tensor? value) => value is null ? None : new(ValueKind.Tensor, value.Handle, held: value);
    public static implicit operator Arg(Scalar? value) => value is null ? None : new(value.Kind, value.Bits);
    public static implicit operator Arg(long value) => new(ValueKind.Int, value);
    public static implicit operator Arg(long? value) => value is { } some ? some : None;
    public static implicit operator Arg(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(double? value) => value is { } some ? some : None;
    public static implicit operator Arg(bool value) => new(ValueKind.Bool, value ? 1 : 0);
    public static implicit operator Arg(bool? value) => value is { } some ? some : None;
    public static implicit operator Arg(torch.ScalarType value) => (long)value;
    public static implicit operator Arg(torch.ScalarType? value) => value is { } some ? some : None;
    public static implicit operator Arg(torch.Device? value) => value is null ? None : new(ValueKind.Device, value.index, (int)value.type);
    public static implicit operator Arg(torch.Generator? value) => value is null ? None : new(ValueKind.Generator, value.Handle, held: value);
    public static implicit operator Arg(long[]? value) => value is null ? None : new(ValueKind.IntList, 0, value.Length, value);
    public static implicit operator Arg(double[]? value) => value is null ? None : new(ValueKind.DoubleList, 0, value.Length, value);
    public static implicit operator Arg(torch.Tensor[]? value) => value is null ? None : new(ValueKind.TensorList, 0, value.Length, value);

    public static implicit operator Arg(string? value)
    {
        if (value is null) return None;
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(value);
        return new(ValueKind.String, 0, bytes.Length, bytes);
    }
}
