using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 6 channels of type float, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec6f : IEquatable<Vec6f>
{
    public float Item0;
    public float Item1;
    public float Item2;
    public float Item3;
    public float Item4;
    public float Item5;

    public Vec6f(float item0, float item1, float item2, float item3, float item4, float item5)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
        Item4 = item4;
        Item5 = item5;
    }

    public float this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 6)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 6)[i] = value;
    }

    public readonly void Deconstruct(out float item0, out float item1, out float item2, out float item3, out float item4, out float item5)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
        item3 = Item3;
        item4 = Item4;
        item5 = Item5;
    }

    public static bool operator ==(Vec6f a, Vec6f b) => a.Equals(b);
    public static bool operator !=(Vec6f a, Vec6f b) => !a.Equals(b);
    public readonly bool Equals(Vec6f other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2) && Item3.Equals(other.Item3) && Item4.Equals(other.Item4) && Item5.Equals(other.Item5);
    public override readonly bool Equals(object? obj) => obj is Vec6f other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2, Item3, Item4, Item5);
    public override readonly string ToString() => $"Vec6f ({Item0}, {Item1}, {Item2}, {Item3}, {Item4}, {Item5})";
}
