using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 6 channels of type double, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec6d : IEquatable<Vec6d>
{
    public double Item0;
    public double Item1;
    public double Item2;
    public double Item3;
    public double Item4;
    public double Item5;

    public Vec6d(double item0, double item1, double item2, double item3, double item4, double item5)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
        Item4 = item4;
        Item5 = item5;
    }

    public double this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 6)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 6)[i] = value;
    }

    public readonly void Deconstruct(out double item0, out double item1, out double item2, out double item3, out double item4, out double item5)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
        item3 = Item3;
        item4 = Item4;
        item5 = Item5;
    }

    public static bool operator ==(Vec6d a, Vec6d b) => a.Equals(b);
    public static bool operator !=(Vec6d a, Vec6d b) => !a.Equals(b);
    public readonly bool Equals(Vec6d other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2) && Item3.Equals(other.Item3) && Item4.Equals(other.Item4) && Item5.Equals(other.Item5);
    public override readonly bool Equals(object? obj) => obj is Vec6d other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2, Item3, Item4, Item5);
    public override readonly string ToString() => $"Vec6d ({Item0}, {Item1}, {Item2}, {Item3}, {Item4}, {Item5})";
}
