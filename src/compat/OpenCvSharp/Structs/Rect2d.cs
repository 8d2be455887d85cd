using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An upright rectangle; the right and bottom edges are not part of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Rect2d(double X, double Y, double Width, double Height)
{
    public double X = X;
    public double Y = Y;
    public double Width = Width;
    public double Height = Height;

    public Rect2d(Point2d location, Size2d size) : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <exception cref="ArgumentException">An edge lies on the wrong side of its opposite.</exception>
    public static Rect2d FromLTRB(double left, double top, double right, double bottom)
    {
        if (right < left) throw new ArgumentException("right > left");
        if (bottom < top) throw new ArgumentException("bottom > top");
        return new(left, top, right - left, bottom - top);
    }

    public double Top { readonly get => Y; set => Y = value; }
    public double Left { readonly get => X; set => X = value; }
    public readonly double Bottom => Y + Height;
    public readonly double Right => X + Width;
    public Point2d Location { readonly get => new(X, Y); set => (X, Y) = (value.X, value.Y); }
    public Size2d Size { readonly get => new(Width, Height); set => (Width, Height) = (value.Width, value.Height); }
    public readonly Point2d TopLeft => new(X, Y);
    public readonly Point2d BottomRight => new(X + Width, Y + Height);

    public static Rect2d operator +(Rect2d rect, Point2d pt) => new(rect.X + pt.X, rect.Y + pt.Y, rect.Width, rect.Height);
    public static Rect2d operator -(Rect2d rect, Point2d pt) => new(rect.X - pt.X, rect.Y - pt.Y, rect.Width, rect.Height);
    public static Rect2d operator &(Rect2d a, Rect2d b) => Intersect(a, b);
    public static Rect2d operator |(Rect2d a, Rect2d b) => Union(a, b);
    /// <summary>Cuts the fractions off.</summary>
    public readonly Rect ToRect() => new((int)X, (int)Y, (int)Width, (int)Height);

    public readonly bool Contains(double x, double y) => X <= x && Y <= y && x < X + Width && y < Y + Height;
    public readonly bool Contains(Point2d pt) => Contains(pt.X, pt.Y);
    public readonly bool Contains(Rect2d rect) =>
        X <= rect.X && rect.X + rect.Width <= X + Width && Y <= rect.Y && rect.Y + rect.Height <= Y + Height;

    /// <summary>Moves every edge outwards.</summary>
    public void Inflate(double width, double height)
    {
        X -= width;
        Y -= height;
        Width += 2 * width;
        Height += 2 * height;
    }

    public void Inflate(Size2d size) => Inflate(size.Width, size.Height);

    /// <summary>What both share; all zero where they share nothing.</summary>
    public static Rect2d Intersect(Rect2d a, Rect2d b)
    {
        var (left, top) = (Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
        var (right, bottom) = (Math.Min(a.X + a.Width, b.X + b.Width), Math.Min(a.Y + a.Height, b.Y + b.Height));
        return right >= left && bottom >= top ? FromLTRB(left, top, right, bottom) : default;
    }

    public readonly Rect2d Intersect(Rect2d rect) => Intersect(this, rect);
    public readonly bool IntersectsWith(Rect2d rect) =>
        X < rect.X + rect.Width && X + Width > rect.X && Y < rect.Y + rect.Height && Y + Height > rect.Y;

    /// <summary>The smallest rectangle around both.</summary>
    public static Rect2d Union(Rect2d a, Rect2d b) => FromLTRB(
        Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X + a.Width, b.X + b.Width), Math.Max(a.Y + a.Height, b.Y + b.Height));

    public readonly Rect2d Union(Rect2d rect) => Union(this, rect);
}
