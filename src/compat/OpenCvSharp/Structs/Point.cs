using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A point of 2 int coordinates.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point(int X, int Y)
{
    public int X = X;
    public int Y = Y;

    /// <summary>Cuts the fractions off.</summary>
    public Point(double x, double y) : this((int)x, (int)y)
    {
    }

    public static Point operator +(Point p1, Point p2) => new(p1.X + p2.X, p1.Y + p2.Y);
    public static Point operator -(Point p1, Point p2) => new(p1.X - p2.X, p1.Y - p2.Y);
    public static Point operator -(Point pt) => new(-pt.X, -pt.Y);
    public static Point operator *(Point pt, double scale) => new((int)(pt.X * scale), (int)(pt.Y * scale));

    public static double Distance(Point p1, Point p2) => Math.Sqrt(DotProduct(p2 - p1, p2 - p1));
    public static double DotProduct(Point p1, Point p2) => (double)p1.X * p2.X + (double)p1.Y * p2.Y;
    public static double CrossProduct(Point p1, Point p2) => (double)p1.X * p2.Y - (double)p2.X * p1.Y;
    public readonly double DistanceTo(Point p) => Distance(this, p);
    public readonly double DotProduct(Point p) => DotProduct(this, p);
    public readonly double CrossProduct(Point p) => CrossProduct(this, p);
}
