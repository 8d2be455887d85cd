using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 3 channels of type float, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3f : IEquatable<Vec3f>
{
    public float Item0;
    public float Item1;
    public float Item2;

    public Vec3f(float item0, float item1, float item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    public float this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 3)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 3)[i] = value;
    }

    public readonly void Deconstruct(out float item0, out float item1, out float item2)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
    }

    public static bool operator ==(Vec3f a, Vec3f b) => a.Equals(b);
    public static bool operator !=(Vec3f a, Vec3f b) => !a.Equals(b);
    public readonly bool Equals(Vec3f other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2);
    public override readonly bool Equals(object? obj) => obj is Vec3f other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);
    public override readonly string ToString() => $"Vec3f ({Item0}, {Item1}, {Item2})";
}
