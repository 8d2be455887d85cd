using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Geometry;

public class FaceBoxTests
{
    [Fact]
    public void Intersection_over_union_of_two_overlapping_squares()
    {
        // 2×2 squares that share a 1×2 strip: 2 / (4 + 4 - 2).
        Assert.Equal(1f / 3, new FaceBox(0, 0, 2, 2).IntersectionOverUnion(new FaceBox(1, 0, 2, 2)), 5);
        Assert.Equal(0, new FaceBox(0, 0, 2, 2).IntersectionOverUnion(new FaceBox(2, 0, 2, 2)));
    }

    [Fact]
    public void Scaling_and_squaring_keep_the_centre()
    {
        var box = new FaceBox(10, 20, 40, 20);

        Assert.Equal(new FaceBox(6, 18, 48, 24), box.Scaled(1.2f));
        Assert.Equal(new FaceBox(10, 10, 40, 40), box.ToSquare());
        Assert.Equal(new Vector2(30, 30), box.Center);
        Assert.Equal(new FaceBox(10, 20, 30, 10), box.ClampedTo(40, 30));
    }
}
