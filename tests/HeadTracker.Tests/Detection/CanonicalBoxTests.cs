using System.Numerics;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Detection;

public sealed class CanonicalBoxTests
{
    private static readonly FaceDetection Face = new(new FaceBox(100, 80, 60, 64), 0.9f, new FaceKeypoints(
        new Vector2(115, 95), new Vector2(141, 97), new Vector2(126, 110), new Vector2(127, 125), FaceKeypoints.Missing, FaceKeypoints.Missing));

    [Fact]
    public void Moves_and_grows_with_the_face()
    {
        var box = CanonicalBox.BlazeFaceBack.Of(Face);
        var moved = CanonicalBox.BlazeFaceBack.Of(Mapped(p => 2 * p + new Vector2(30, -7)));
        Assert.Equal(2 * box.X + 30, moved.X, 1e-2f);
        Assert.Equal(2 * box.Y - 7, moved.Y, 1e-2f);
        Assert.Equal(2 * box.Width, moved.Width, 1e-2f);
        Assert.Equal(2 * box.Height, moved.Height, 1e-2f);
    }

    [Fact]
    public void A_mirrored_face_has_the_mirrored_box()
    {
        var box = CanonicalBox.YuNet.Of(Face);
        var k = Face.Keypoints;
        var mirrored = CanonicalBox.YuNet.Of(new FaceDetection(
            FaceBox.FromEdges(-Face.Box.Right, Face.Box.Y, -Face.Box.X, Face.Box.Bottom), 0.9f,
            new FaceKeypoints(Flip(k.LeftEye), Flip(k.RightEye), Flip(k.NoseTip), Flip(k.Mouth), FaceKeypoints.Missing, FaceKeypoints.Missing)));
        Assert.Equal(-box.Right, mirrored.X, 1e-3f);
        Assert.Equal(box.Y, mirrored.Y, 1e-3f);
        Assert.Equal(box.Width, mirrored.Width, 1e-3f);
        Assert.Equal(box.Height, mirrored.Height, 1e-3f);

        // Pixel centres lie half a pixel from the edges.
        static Vector2 Flip(Vector2 p) => new(-p.X - 1, p.Y);
    }

    private static FaceDetection Mapped(Func<Vector2, Vector2> map)
    {
        // Points are pixel centres: into edge coordinates and back.
        var half = new Vector2(0.5f);
        Vector2 Point(Vector2 p) => map(p + half) - half;
        var k = Face.Keypoints;
        var (a, b) = (map(new Vector2(Face.Box.X, Face.Box.Y)), map(new Vector2(Face.Box.Right, Face.Box.Bottom)));
        return new FaceDetection(
            FaceBox.FromEdges(a.X, a.Y, b.X, b.Y), 0.9f, new FaceKeypoints(Point(k.RightEye), Point(k.LeftEye), Point(k.NoseTip), Point(k.Mouth), FaceKeypoints.Missing, FaceKeypoints.Missing));
    }
}
