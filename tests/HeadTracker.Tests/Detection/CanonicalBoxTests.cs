using System.Numerics;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Detection;

public sealed class CanonicalBoxTests
{
    private static readonly FaceKeypoints Face = new(
        new Vector2(115, 95), new Vector2(141, 97), new Vector2(126, 110), new Vector2(127, 125), FaceKeypoints.Missing, FaceKeypoints.Missing,
            KeypointModel.YuNet);

    [Fact]
    public void Moves_and_grows_with_the_face()
    {
        var box = CanonicalBox.BlazeFaceBack.Of(Face);
        var moved = CanonicalBox.BlazeFaceBack.Of(Mapped(p => 2 * p + new Vector2(30, -7)));
        AssertNear(new FaceBox(2 * box.X + 30, 2 * box.Y - 7, 2 * box.Width, 2 * box.Height), moved);
    }

    [Fact]
    public void Turns_with_the_face()
    {
        // Upside down, the box is the same, turned about the origin; on its side, width and height change places.
        var box = CanonicalBox.BlazeFaceFront.Of(Face);
        AssertNear(FaceBox.FromEdges(-box.Right, -box.Bottom, -box.X, -box.Y), CanonicalBox.BlazeFaceFront.Of(Mapped(p => -p)));
        var upright = CanonicalBox.BlazeFaceFront.Of(new FaceKeypoints(
            new Vector2(-15, -15), new Vector2(15, -15), new Vector2(0, 2), new Vector2(0, 16), FaceKeypoints.Missing, FaceKeypoints.Missing,
                KeypointModel.YuNet));
        var aside = CanonicalBox.BlazeFaceFront.Of(new FaceKeypoints(
            new Vector2(15, -15), new Vector2(15, 15), new Vector2(-2, 0), new Vector2(-16, 0), FaceKeypoints.Missing, FaceKeypoints.Missing,
                KeypointModel.YuNet));
        Assert.Equal(upright.Width, aside.Height, 1e-3f);
        Assert.Equal(upright.Height, aside.Width, 1e-3f);
    }

    [Fact]
    public void A_mirrored_face_has_the_mirrored_box()
    {
        var box = CanonicalBox.YuNet.Of(Face);
        var flipped = Mapped(p => p with { X = -p.X });
        var mirrored = CanonicalBox.YuNet.Of(flipped with { RightEye = flipped.LeftEye, LeftEye = flipped.RightEye });
        AssertNear(FaceBox.FromEdges(-box.Right, box.Y, -box.X, box.Bottom), mirrored);
    }

    private static void AssertNear(FaceBox expected, FaceBox found)
    {
        Assert.Equal(expected.X, found.X, 1e-2f);
        Assert.Equal(expected.Y, found.Y, 1e-2f);
        Assert.Equal(expected.Width, found.Width, 1e-2f);
        Assert.Equal(expected.Height, found.Height, 1e-2f);
    }

    /// <summary>Maps the points in edge coordinates, from which pixel centres lie half a pixel off.</summary>
    private static FaceKeypoints Mapped(Func<Vector2, Vector2> map)
    {
        var half = new Vector2(0.5f);
        Vector2 Point(Vector2 p) => map(p + half) - half;
        return new FaceKeypoints(Point(Face.RightEye), Point(Face.LeftEye), Point(Face.NoseTip), Point(Face.Mouth), FaceKeypoints.Missing,
            FaceKeypoints.Missing, KeypointModel.YuNet);
    }
}
