using System.Numerics;
using HeadTracker.Estimation;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Estimation;

public sealed class FaceOutlineTests
{
    private static readonly PinholeCamera Camera = PinholeCamera.FromDiagonalFieldOfView(1280, 720);

    /// <summary>
    /// The whole way back from a box made by perspective projection of the outline. Scaled orthography is a few percent off near the
    /// camera and at the image's edge, where a head also looks stretched.
    /// </summary>
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0.04f)]
    [InlineData(40, 10, 5, 0, 0, 0.04f)]
    [InlineData(-60, -20, 15, 0.2f, -0.1f, 0.06f)]
    [InlineData(10, 30, -30, -0.35f, 0.15f, 0.08f)]
    public void Finds_the_head_that_fills_the_box(float yaw, float pitch, float roll, float x, float y, float tolerance)
    {
        foreach (var z in new[] { -0.5f, -0.8f, -2 })
        {
            var place = new Vector3(x * -z, y * -z, z);
            var pixel = Camera.Project(place);
            var rotation = ViewRay.ToCamera(new EulerAngles(yaw, pitch, roll).ToRotation(), Camera, pixel);
            var least = new Vector2(float.PositiveInfinity);
            var most = new Vector2(float.NegativeInfinity);
            foreach (var point in FaceOutline.Points)
            {
                var p = Camera.Project(Vector3.Transform(point, rotation) + place);
                (least, most) = (Vector2.Min(least, p), Vector2.Max(most, p));
            }

            var box = FaceBox.FromEdges(least.X + 0.5f, least.Y + 0.5f, most.X + 0.5f, most.Y + 0.5f);
            var found = FaceOutline.Locate(box, ViewRay.ToCrop(rotation, Camera, box.Center), Camera);
            Assert.True(Vector3.Distance(place, found) < tolerance * place.Length(), $"{found}, expected {place}");
        }
    }
}
