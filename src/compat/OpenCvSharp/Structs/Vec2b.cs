using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 2 channels of type byte, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec2b : IEquatable<Vec2b>
{
    public byte Item0;
    public byte Item1;

    public Vec2b(byte item0, byte item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    public byte this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 2)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 2)[i] = value;
    }

    public readonly void Deconstruct(out byte item0, out byte item1)
    {
        item0 = Item0;
        item1 = Item1;
    }

    public static bool operator ==(Vec2b a, Vec2b b) => a.Equals(b);
    public static bool operator !=(Vec2b a, Vec2b b) => !a.Equals(b);
    public readonly bool Equals(Vec2b other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1);
    public override readonly bool Equals(object? obj) => obj is Vec2b other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1);
    public override readonly string ToString() => $"Vec2b ({Item0}, {Item1})";
}
