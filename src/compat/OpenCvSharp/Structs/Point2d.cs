using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A point of 2 double coordinates.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point2d(double X, double Y)
{
    public double X = X;
    public double Y = Y;

    public static Point2d operator +(Point2d p1, Point2d p2) => new(p1.X + p2.X, p1.Y + p2.Y);
    public static Point2d operator -(Point2d p1, Point2d p2) => new(p1.X - p2.X, p1.Y - p2.Y);
    public static Point2d operator -(Point2d pt) => new(-pt.X, -pt.Y);
    public static Point2d operator *(Point2d pt, double scale) => new(pt.X * scale, pt.Y * scale);

    public static double Distance(Point2d p1, Point2d p2) => Math.Sqrt(DotProduct(p2 - p1, p2 - p1));
    public static double DotProduct(Point2d p1, Point2d p2) => p1.X * p2.X + p1.Y * p2.Y;
    public static double CrossProduct(Point2d p1, Point2d p2) => p1.X * p2.Y - p2.X * p1.Y;
    public readonly double DistanceTo(Point2d p) => Distance(this, p);
    public readonly double DotProduct(Point2d p) => DotProduct(this, p);
    public readonly double CrossProduct(Point2d p) => CrossProduct(this, p);

    /// <summary>Cuts the fractions off.</summary>
    public readonly Point ToPoint() => new((int)X, (int)Y);
    public static Point2d FromPoint(Point point) => new(point.X, point.Y);
    public static explicit operator Point(Point2d self) => self.ToPoint();
    public static implicit operator Point2d(Point point) => FromPoint(point);
}
