using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A rectangle turned about its centre, angle in degrees, clockwise on the screen.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct RotatedRect
{
    public Point2f Center;
    public Size2f Size;
    public float Angle;

    public RotatedRect(Point2f center, Size2f size, float angle)
    {
        Center = center;
        Size = size;
        Angle = angle;
    }

    /// <summary>The corners: bottom left, top left, top right, bottom right at angle 0.</summary>
    public readonly unsafe Point2f[] Points()
    {
        var points = new Point2f[4];
        fixed (Point2f* p = points) Native.Check(Native.cvs_rotated_points(this, p));
        return points;
    }
}
