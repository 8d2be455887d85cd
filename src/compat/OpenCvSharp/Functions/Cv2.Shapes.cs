using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Shapes of point sets.</content>
public static partial class Cv2
{
    /// <summary>The smallest rectangle that holds every point; its right and bottom edges lie one beyond.</summary>
    public static Rect BoundingRect(InputArray curve)
    {
        Native.Check(Native.cvs_bounding_rect(Need(curve), out var rect));
        return rect;
    }

    /// <inheritdoc cref="BoundingRect(InputArray)"/>
    public static Rect BoundingRect(IEnumerable<Point> curve)
    {
        using var points = Mat.FromArray(curve);
        return BoundingRect(points);
    }

    /// <inheritdoc cref="BoundingRect(InputArray)"/>
    public static Rect BoundingRect(IEnumerable<Point2f> curve)
    {
        using var points = Mat.FromArray(curve);
        return BoundingRect(points);
    }
}
