using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A point of 3 double coordinates.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point3d(double X, double Y, double Z)
{
    public double X = X;
    public double Y = Y;
    public double Z = Z;

    public static Point3d operator +(Point3d p1, Point3d p2) => new(p1.X + p2.X, p1.Y + p2.Y, p1.Z + p2.Z);
    public static Point3d operator -(Point3d p1, Point3d p2) => new(p1.X - p2.X, p1.Y - p2.Y, p1.Z - p2.Z);
    public static Point3d operator -(Point3d pt) => new(-pt.X, -pt.Y, -pt.Z);
    public static Point3d operator *(Point3d pt, double scale) => new(pt.X * scale, pt.Y * scale, pt.Z * scale);
}
