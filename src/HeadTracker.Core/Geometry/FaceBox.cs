using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>
/// An upright rectangle in image pixels: x to the right, y down, edges between pixels, so that (0, 0, w, h) is the whole image.
/// </summary>
public readonly record struct FaceBox(float X, float Y, float Width, float Height)
{
    /// <summary>A box from its four edges.</summary>
    public static FaceBox FromEdges(float left, float top, float right, float bottom) => new(left, top, right - left, bottom - top);

    /// <summary>A box of a size about a point, both between pixels' edges.</summary>
    public static FaceBox FromCenter(Vector2 center, float width, float height) =>
        new(center.X - width / 2, center.Y - height / 2, width, height);

    /// <summary>The right edge.</summary>
    public float Right => X + Width;

    /// <summary>The lower edge.</summary>
    public float Bottom => Y + Height;

    /// <summary>Square pixels; negative where one side is.</summary>
    public float Area => Width * Height;

    /// <summary>In edges' coordinates; see <see cref="CenterPixel"/>.</summary>
    public Vector2 Center => new(X + Width / 2, Y + Height / 2);

    /// <summary>The centre as cameras count pixels, with whole numbers on their centres: half a pixel before <see cref="Center"/>.</summary>
    public Vector2 CenterPixel => Center - new Vector2(0.5f);

    /// <summary>Whether a side is zero, negative or not a number.</summary>
    public bool IsEmpty => !(Width > 0 && Height > 0);

    /// <summary>The box grown by a factor about its centre: 1 leaves it as it is.</summary>
    public FaceBox Scaled(float factor) => FromCenter(Center, Width * factor, Height * factor);

    /// <summary>The box moved by pixels to the right and down.</summary>
    public FaceBox Shifted(float dx, float dy) => this with { X = X + dx, Y = Y + dy };

    /// <summary>The square about the same centre whose side is the longer of the two.</summary>
    public FaceBox ToSquare()
    {
        var side = MathF.Max(Width, Height);
        return FromCenter(Center, side, side);
    }

    /// <summary>The part inside an image; empty when there is none.</summary>
    public FaceBox ClampedTo(int width, int height) =>
        FromEdges(Math.Clamp(X, 0, width), Math.Clamp(Y, 0, height), Math.Clamp(Right, 0, width), Math.Clamp(Bottom, 0, height));

    /// <summary>Intersection over union, 0 to 1.</summary>
    public float IntersectionOverUnion(FaceBox other)
    {
        var width = MathF.Min(Right, other.Right) - MathF.Max(X, other.X);
        var height = MathF.Min(Bottom, other.Bottom) - MathF.Max(Y, other.Y);
        if (width <= 0 || height <= 0) return 0;
        var intersection = width * height;
        return intersection / (Area + other.Area - intersection);
    }
}
