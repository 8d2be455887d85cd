using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 4 channels of type float, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec4f : IEquatable<Vec4f>
{
    public float Item0;
    public float Item1;
    public float Item2;
    public float Item3;

    public Vec4f(float item0, float item1, float item2, float item3)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }

    public float this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 4)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 4)[i] = value;
    }

    public readonly void Deconstruct(out float item0, out float item1, out float item2, out float item3)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
        item3 = Item3;
    }

    public static bool operator ==(Vec4f a, Vec4f b) => a.Equals(b);
    public static bool operator !=(Vec4f a, Vec4f b) => !a.Equals(b);
    public readonly bool Equals(Vec4f other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2) && Item3.Equals(other.Item3);
    public override readonly bool Equals(object? obj) => obj is Vec4f other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2, Item3);
    public override readonly string ToString() => $"Vec4f ({Item0}, {Item1}, {Item2}, {Item3})";
}
