using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 2 channels of type int, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec2i : IEquatable<Vec2i>
{
    public int Item0;
    public int Item1;

    public Vec2i(int item0, int item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    public int this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 2)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 2)[i] = value;
    }

    public readonly void Deconstruct(out int item0, out int item1)
    {
        item0 = Item0;
        item1 = Item1;
    }

    public static bool operator ==(Vec2i a, Vec2i b) => a.Equals(b);
    public static bool operator !=(Vec2i a, Vec2i b) => !a.Equals(b);
    public readonly bool Equals(Vec2i other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1);
    public override readonly bool Equals(object? obj) => obj is Vec2i other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1);
    public override readonly string ToString() => $"Vec2i ({Item0}, {Item1})";
}
