using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A point of 3 int coordinates.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point3i(int X, int Y, int Z)
{
    public int X = X;
    public int Y = Y;
    public int Z = Z;

    public static Point3i operator +(Point3i p1, Point3i p2) => new(p1.X + p2.X, p1.Y + p2.Y, p1.Z + p2.Z);
    public static Point3i operator -(Point3i p1, Point3i p2) => new(p1.X - p2.X, p1.Y - p2.Y, p1.Z - p2.Z);
    public static Point3i operator -(Point3i pt) => new(-pt.X, -pt.Y, -pt.Z);
    public static Point3i operator *(Point3i pt, double scale) => new((int)(pt.X * scale), (int)(pt.Y * scale), (int)(pt.Z * scale));
}
