using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 4 channels of type int, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec4i : IEquatable<Vec4i>
{
    public int Item0;
    public int Item1;
    public int Item2;
    public int Item3;

    public Vec4i(int item0, int item1, int item2, int item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    public int this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 4)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 4)[i] = value;
    }

    public readonly void Deconstruct(out int item0, out int item1, out int item2, out int item3)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
        item3 = Item3;
    }

    public static bool operator ==(Vec4i a, Vec4i b) => a.Equals(b);
    public static bool operator !=(Vec4i a, Vec4i b) => !a.Equals(b);
    public readonly bool Equals(Vec4i other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2) && Item3.Equals(other.Item3);
    public override readonly bool Equals(object? obj) => obj is Vec4i other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2, Item3);
    public override readonly string ToString() => $"Vec4i ({Item0}, {Item1}, {Item2}, {Item3})";
}
