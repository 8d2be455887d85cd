using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 3 channels of type double, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3d : IEquatable<Vec3d>
{
    public double Item0;
    public double Item1;
    public double Item2;

    public Vec3d(double item0, double item1, double item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    public double this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 3)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 3)[i] = value;
    }

    public readonly void Deconstruct(out double item0, out double item1, out double item2)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
    }

    public static bool operator ==(Vec3d a, Vec3d b) => a.Equals(b);
    public static bool operator !=(Vec3d a, Vec3d b) => !a.Equals(b);
    public readonly bool Equals(Vec3d other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2);
    public override readonly bool Equals(object? obj) => obj is Vec3d other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);
    public override readonly string ToString() => $"Vec3d ({Item0}, {Item1}, {Item2})";
}
