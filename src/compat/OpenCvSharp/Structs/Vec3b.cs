using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 3 channels of type byte, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3b : IEquatable<Vec3b>
{
    public byte Item0;
    public byte Item1;
    public byte Item2;

    public Vec3b(byte item0, byte item1, byte item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    public byte this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 3)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 3)[i] = value;
    }

    public readonly void Deconstruct(out byte item0, out byte item1, out byte item2)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
    }

    public static bool operator ==(Vec3b a, Vec3b b) => a.Equals(b);
    public static bool operator !=(Vec3b a, Vec3b b) => !a.Equals(b);
    public readonly bool Equals(Vec3b other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2);
    public override readonly bool Equals(object? obj) => obj is Vec3b other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);
    public override readonly string ToString() => $"Vec3b ({Item0}, {Item1}, {Item2})";
}
