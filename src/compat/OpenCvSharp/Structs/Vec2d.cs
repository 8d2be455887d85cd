using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 2 channels of type double, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec2d : IEquatable<Vec2d>
{
    public double Item0;
    public double Item1;

    public Vec2d(double item0, double item1)
    {
        Item0 = item0;
        Item1 = item1;
    }

    public double this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 2)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 2)[i] = value;
    }

    public readonly void Deconstruct(out double item0, out double item1)
    {
        item0 = Item0;
        item1 = Item1;
    }

    public static bool operator ==(Vec2d a, Vec2d b) => a.Equals(b);
    public static bool operator !=(Vec2d a, Vec2d b) => !a.Equals(b);
    public readonly bool Equals(Vec2d other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1);
    public override readonly bool Equals(object? obj) => obj is Vec2d other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1);
    public override readonly string ToString() => $"Vec2d ({Item0}, {Item1})";
}
