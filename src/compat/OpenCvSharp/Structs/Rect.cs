using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>An upright rectangle; the right and bottom edges are not part of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Rect(int X, int Y, int Width, int Height)
{
    public int X = X;
    public int Y = Y;
    public int Width = Width;
    public int Height = Height;

    public Rect(Point location, Size size) : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <exception cref="ArgumentException">An edge lies on the wrong side of its opposite.</exception>
    public static Rect FromLTRB(int left, int top, int right, int bottom)
    {
        if (right < left) throw new ArgumentException("right > left");
        if (bottom < top) throw new ArgumentException("bottom > top");
        return new(left, top, right - left, bottom - top);
    }

    public int Top { readonly get => Y; set => Y = value; }
    public int Left { readonly get => X; set => X = value; }
    public readonly int Bottom => Y + Height;
    public readonly int Right => X + Width;
    public Point Location { readonly get => new(X, Y); set => (X, Y) = (value.X, value.Y); }
    public Size Size { readonly get => new(Width, Height); set => (Width, Height) = (value.Width, value.Height); }
    public readonly Point TopLeft => new(X, Y);
    public readonly Point BottomRight => new(X + Width, Y + Height);

    public static Rect operator +(Rect rect, Point pt) => new(rect.X + pt.X, rect.Y + pt.Y, rect.Width, rect.Height);
    public static Rect operator -(Rect rect, Point pt) => new(rect.X - pt.X, rect.Y - pt.Y, rect.Width, rect.Height);
    public static Rect operator &(Rect a, Rect b) => Intersect(a, b);
    public static Rect operator |(Rect a, Rect b) => Union(a, b);

    public readonly bool Contains(int x, int y) => X <= x && Y <= y && x < X + Width && y < Y + Height;
    public readonly bool Contains(Point pt) => Contains(pt.X, pt.Y);
    public readonly bool Contains(Rect rect) =>
        X <= rect.X && rect.X + rect.Width <= X + Width && Y <= rect.Y && rect.Y + rect.Height <= Y + Height;

    /// <summary>Moves every edge outwards.</summary>
    public void Inflate(int width, int height)
    {
        X -= width;
        Y -= height;
        Width += 2 * width;
        Height += 2 * height;
    }

    public void Inflate(Size size) => Inflate(size.Width, size.Height);

    /// <summary>What both share; all zero where they share nothing.</summary>
    public static Rect Intersect(Rect a, Rect b)
    {
        var (left, top) = (Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
        var (right, bottom) = (Math.Min(a.X + a.Width, b.X + b.Width), Math.Min(a.Y + a.Height, b.Y + b.Height));
        return right >= left && bottom >= top ? FromLTRB(left, top, right, bottom) : default;
    }

    public readonly Rect Intersect(Rect rect) => Intersect(this, rect);
    public readonly bool IntersectsWith(Rect rect) =>
        X < rect.X + rect.Width && X + Width > rect.X && Y < rect.Y + rect.Height && Y + Height > rect.Y;

    /// <summary>The smallest rectangle around both.</summary>
    public static Rect Union(Rect a, Rect b) => FromLTRB(
        Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X + a.Width, b.X + b.Width), Math.Max(a.Y + a.Height, b.Y + b.Height));

    public readonly Rect Union(Rect rect) => Union(this, rect);
}
