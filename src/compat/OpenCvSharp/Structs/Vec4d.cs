using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 4 channels of type double, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec4d : IEquatable<Vec4d>
{
    public double Item0;
    public double Item1;
    public double Item2;
    public double Item3;

    public Vec4d(double item0, double item1, double item2, double item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    public double this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 4)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 4)[i] = value;
    }

    public readonly void Deconstruct(out double item0, out double item1, out double item2, out double item3)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
        item3 = Item3;
    }

    public static bool operator ==(Vec4d a, Vec4d b) => a.Equals(b);
    public static bool operator !=(Vec4d a, Vec4d b) => !a.Equals(b);
    public readonly bool Equals(Vec4d other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2) && Item3.Equals(other.Item3);
    public override readonly bool Equals(object? obj) => obj is Vec4d other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2, Item3);
    public override readonly string ToString() => $"Vec4d ({Item0}, {Item1}, {Item2}, {Item3})";
}
