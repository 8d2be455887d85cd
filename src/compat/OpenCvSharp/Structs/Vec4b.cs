using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 4 channels of type byte, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec4b : IEquatable<Vec4b>
{
    public byte Item0;
    public byte Item1;
    public byte Item2;
    public byte Item3;

    public Vec4b(byte item0, byte item1, byte item2, byte item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    public byte this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 4)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 4)[i] = value;
    }

    public readonly void Deconstruct(out byte item0, out byte item1, out byte item2, out byte item3)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
        item3 = Item3;
    }

    public static bool operator ==(Vec4b a, Vec4b b) => a.Equals(b);
    public static bool operator !=(Vec4b a, Vec4b b) => !a.Equals(b);
    public readonly bool Equals(Vec4b other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2) && Item3.Equals(other.Item3);
    public override readonly bool Equals(object? obj) => obj is Vec4b other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2, Item3);
    public override readonly string ToString() => $"Vec4b ({Item0}, {Item1}, {Item2}, {Item3})";
}
