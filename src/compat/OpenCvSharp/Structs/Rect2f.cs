using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An upright rectangle; the right and bottom edges are not part of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Rect2f(float X, float Y, float Width, float Height)
{
    public float X = X;
    public float Y = Y;
    public float Width = Width;
    public float Height = Height;

    public Rect2f(Point2f location, Size2f size) : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <exception cref="ArgumentException">An edge lies on the wrong side of its opposite.</exception>
    public static Rect2f FromLTRB(float left, float top, float right, float bottom)
    {
        if (right < left) throw new ArgumentException("right > left");
        if (bottom < top) throw new ArgumentException("bottom > top");
        return new(left, top, right - left, bottom - top);
    }

    public float Top { readonly get => Y; set => Y = value; }
    public float Left { readonly get => X; set => X = value; }
    public readonly float Bottom => Y + Height;
    public readonly float Right => X + Width;
    public Point2f Location { readonly get => new(X, Y); set => (X, Y) = (value.X, value.Y); }
    public Size2f Size { readonly get => new(Width, Height); set => (Width, Height) = (value.Width, value.Height); }
    public readonly Point2f TopLeft => new(X, Y);
    public readonly Point2f BottomRight => new(X + Width, Y + Height);

    public static Rect2f operator +(Rect2f rect, Point2f pt) => new(rect.X + pt.X, rect.Y + pt.Y, rect.Width, rect.Height);
    public static Rect2f operator -(Rect2f rect, Point2f pt) => new(rect.X - pt.X, rect.Y - pt.Y, rect.Width, rect.Height);
    public static Rect2f operator &(Rect2f a, Rect2f b) => Intersect(a, b);
    public static Rect2f operator |(Rect2f a, Rect2f b) => Union(a, b);

    public readonly bool Contains(float x, float y) => X <= x && Y <= y && x < X + Width && y < Y + Height;
    public readonly bool Contains(Point2f pt) => Contains(pt.X, pt.Y);
    public readonly bool Contains(Rect2f rect) =>
        X <= rect.X && rect.X + rect.Width <= X + Width && Y <= rect.Y && rect.Y + rect.Height <= Y + Height;

    /// <summary>Moves every edge outwards.</summary>
    public void Inflate(float width, float height)
    {
        X -= width;
        Y -= height;
        Width += 2 * width;
        Height += 2 * height;
    }

    public void Inflate(Size2f size) => Inflate(size.Width, size.Height);

    /// <summary>What both share; all zero where they share nothing.</summary>
    public static Rect2f Intersect(Rect2f a, Rect2f b)
    {
        var (left, top) = (Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
        var (right, bottom) = (Math.Min(a.X + a.Width, b.X + b.Width), Math.Min(a.Y + a.Height, b.Y + b.Height));
        return right >= left && bottom >= top ? FromLTRB(left, top, right, bottom) : default;
    }

    public readonly Rect2f Intersect(Rect2f rect) => Intersect(this, rect);
    public readonly bool IntersectsWith(Rect2f rect) =>
        X < rect.X + rect.Width && X + Width > rect.X && Y < rect.Y + rect.Height && Y + Height > rect.Y;

    /// <summary>The smallest rectangle around both.</summary>
    public static Rect2f Union(Rect2f a, Rect2f b) => FromLTRB(
        Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X + a.Width, b.X + b.Width), Math.Max(a.Y + a.Height, b.Y + b.Height));

    public readonly Rect2f Union(Rect2f rect) => Union(this, rect);
}
