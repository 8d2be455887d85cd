using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A point of 2 float coordinates.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point2f(float X, float Y)
{
    public float X = X;
    public float Y = Y;

    public static Point2f operator +(Point2f p1, Point2f p2) => new(p1.X + p2.X, p1.Y + p2.Y);
    public static Point2f operator -(Point2f p1, Point2f p2) => new(p1.X - p2.X, p1.Y - p2.Y);
    public static Point2f operator -(Point2f pt) => new(-pt.X, -pt.Y);
    public static Point2f operator *(Point2f pt, double scale) => new((float)(pt.X * scale), (float)(pt.Y * scale));

    public static double Distance(Point2f p1, Point2f p2) => Math.Sqrt(DotProduct(p2 - p1, p2 - p1));
    public static double DotProduct(Point2f p1, Point2f p2) => (double)p1.X * p2.X + (double)p1.Y * p2.Y;
    public static double CrossProduct(Point2f p1, Point2f p2) => (double)p1.X * p2.Y - (double)p2.X * p1.Y;
    public readonly double DistanceTo(Point2f p) => Distance(this, p);
    public readonly double DotProduct(Point2f p) => DotProduct(this, p);
    public readonly double CrossProduct(Point2f p) => CrossProduct(this, p);

    /// <summary>Cuts the fractions off.</summary>
    public readonly Point ToPoint() => new((int)X, (int)Y);
    public static Point2f FromPoint(Point point) => new(point.X, point.Y);
    public static explicit operator Point(Point2f self) => self.ToPoint();
    public static implicit operator Point2f(Point point) => FromPoint(point);
}
