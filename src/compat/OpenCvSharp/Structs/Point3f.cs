using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A point of 3 float coordinates.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point3f(float X, float Y, float Z)
{
    public float X = X;
    public float Y = Y;
    public float Z = Z;

    public static Point3f operator +(Point3f p1, Point3f p2) => new(p1.X + p2.X, p1.Y + p2.Y, p1.Z + p2.Z);
    public static Point3f operator -(Point3f p1, Point3f p2) => new(p1.X - p2.X, p1.Y - p2.Y, p1.Z - p2.Z);
    public static Point3f operator -(Point3f pt) => new(-pt.X, -pt.Y, -pt.Z);
    public static Point3f operator *(Point3f pt, double scale) => new((float)(pt.X * scale), (float)(pt.Y * scale), (float)(pt.Z * scale));
}
