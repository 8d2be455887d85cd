using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 2 channels of type float, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec2f : IEquatable<Vec2f>
{
    public float Item0;
    public float Item1;

    public Vec2f(float item0, float item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    public float this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 2)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 2)[i] = value;
    }

    public readonly void Deconstruct(out float item0, out float item1)
    {
        item0 = Item0;
        item1 = Item1;
    }

    public static bool operator ==(Vec2f a, Vec2f b) => a.Equals(b);
    public static bool operator !=(Vec2f a, Vec2f b) => !a.Equals(b);
    public readonly bool Equals(Vec2f other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1);
    public override readonly bool Equals(object? obj) => obj is Vec2f other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1);
    public override readonly string ToString() => $"Vec2f ({Item0}, {Item1})";
}
