using System.Runtime.CompilerServices;
using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>The small structs: their sizes cross the C boundary, their arithmetic is called everywhere.</summary>
public sealed class StructTests
{
    [Fact]
    public void Layouts_are_OpenCVs()
    {
        Assert.Equal((8, 8, 8, 12, 16, 32), (Unsafe.SizeOf<Point>(), Unsafe.SizeOf<Size>(), Unsafe.SizeOf<Point2f>(),
            Unsafe.SizeOf<Point3f>(), Unsafe.SizeOf<Rect>(), Unsafe.SizeOf<Scalar>()));
        Assert.Equal((3, 12, 32, 8, 32), (Unsafe.SizeOf<Vec3b>(), Unsafe.SizeOf<Vec3f>(), Unsafe.SizeOf<Vec4d>(), Unsafe.SizeOf<OpenCvSharp.Range>(), Unsafe.SizeOf<Rect2d>()));
    }

    [Fact]
    public void Rectangles_intersect_and_unite()
    {
        var a = new Rect(0, 0, 10, 10);
        var b = new Rect(5, 6, 10, 10);

        Assert.Equal(new Rect(5, 6, 5, 4), a & b);
        Assert.Equal(new Rect(0, 0, 15, 16), a | b);
        Assert.Equal(default, a & new Rect(20, 20, 5, 5));
        Assert.True(a.IntersectsWith(b));
        Assert.False(a.IntersectsWith(new Rect(10, 0, 5, 5)));
        Assert.True(a.Contains(9, 9));
        Assert.False(a.Contains(10, 9));
        Assert.True(a.Contains(new Rect(2, 2, 8, 8)));
        Assert.Equal((15, 16, new Point(15, 16)), (b.Right, b.Bottom, b.BottomRight));
        a.Inflate(1, 2);
        Assert.Equal(new Rect(-1, -2, 12, 14), a);
        Assert.Equal(Rect.FromLTRB(1, 2, 4, 6), new Rect(1, 2, 3, 4));
        Assert.Throws<ArgumentException>(() => Rect.FromLTRB(4, 0, 1, 5));
    }

    [Fact]
    public void Points_add_scale_and_measure()
    {
        Assert.Equal(new Point(4, 6), new Point(1, 2) + new Point(3, 4));
        Assert.Equal(new Point2f(2, 3), new Point2f(1, 1.5f) * 2);
        Assert.Equal(5, new Point2f(0, 0).DistanceTo(new Point2f(3, 4)), 9);
        Assert.Equal(11, Point2d.DotProduct(new(1, 2), new(3, 4)));
        Assert.Equal(-2, Point.CrossProduct(new(1, 2), new(3, 4)));
        Assert.Equal(new Point(1, -1), (Point)new Point2f(1.9f, -1.9f));
        var (x, y) = new Point2f(7, 8);
        Assert.Equal((7f, 8f), (x, y));
    }

    [Fact]
    public void Colours_are_blue_green_red()
    {
        Assert.Equal(new Scalar(0, 0, 255), Scalar.Red);
        Assert.Equal(new Scalar(3, 2, 1), Scalar.FromRgb(1, 2, 3));
        Assert.Equal(new Scalar(4, 4, 4, 4), Scalar.All(4));
        Assert.Equal(2, new Scalar(1, 2)[1]);
    }

    [Fact]
    public void Codec_codes_have_the_first_character_lowest()
    {
        Assert.Equal(0x47504A4D, FourCC.MJPG);
        Assert.Equal(0x7634706D, FourCC.FromString("mp4v").Value);
        Assert.Equal(VideoWriter.FourCC('m', 'p', '4', 'v'), (int)FourCC.FromString("mp4v"));
        Assert.Throws<ArgumentException>(() => FourCC.FromString("toolong"));
    }

    [Fact]
    public void Vectors_index_and_compare()
    {
        var v = new Vec3b(1, 2, 3);
        v[2] = 9;

        Assert.Equal(new Vec3b(1, 2, 9), v);
        Assert.Equal(9, v.Item2);
        Assert.Throws<IndexOutOfRangeException>(() => v[3]);
    }
}
