using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An element of 3 channels of type int, laid out as in a <see cref="Mat"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3i : IEquatable<Vec3i>
{
    public int Item0;
    public int Item1;
    public int Item2;

    public Vec3i(int item0, int item1, int item2)
    {
        Item0 = item0;
        Item1 = item1;
        Item2 = item2;
    }

    public int this[int i]
    {
        readonly get => MemoryMarshal.CreateReadOnlySpan(in Item0, 3)[i];
        set => MemoryMarshal.CreateSpan(ref Item0, 3)[i] = value;
    }

    public readonly void Deconstruct(out int item0, out int item1, out int item2)
    {
        item0 = Item0;
        item1 = Item1;
        item2 = Item2;
    }

    public static bool operator ==(Vec3i a, Vec3i b) => a.Equals(b);
    public static bool operator !=(Vec3i a, Vec3i b) => !a.Equals(b);
    public readonly bool Equals(Vec3i other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2);
    public override readonly bool Equals(object? obj) => obj is Vec3i other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);
    public override readonly string ToString() => $"Vec3i ({Item0}, {Item1}, {Item2})";
}
