using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>A face box drawn as its four corners only, which leaves the face free.</summary>
internal static class CornerBrackets
{
    public const int Count = 8;

    public readonly record struct Bar(float X, float Y, float Width, float Height);

    /// <summary>Writes the eight bars, each centred on the box's edge.</summary>
    public static void Of(FaceBox box, float thickness, Span<Bar> bars)
    {
        var arm = MathF.Max(thickness, 0.2f * MathF.Min(box.Width, box.Height));
        var half = thickness / 2;
        var (left, top, right, bottom) = (box.X - half, box.Y - half, box.Right + half, box.Bottom + half);
        bars[0] = new Bar(left, top, arm, thickness);
        bars[1] = new Bar(left, top, thickness, arm);
        bars[2] = new Bar(right - arm, top, arm, thickness);
        bars[3] = new Bar(right - thickness, top, thickness, arm);
        bars[4] = new Bar(left, bottom - thickness, arm, thickness);
        bars[5] = new Bar(left, bottom - arm, thickness, arm);
        bars[6] = new Bar(right - arm, bottom - thickness, arm, thickness);
        bars[7] = new Bar(right - thickness, bottom - arm, thickness, arm);
    }
}
