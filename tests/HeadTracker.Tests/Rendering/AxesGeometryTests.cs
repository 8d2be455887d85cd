using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Rendering;

namespace HeadTracker.Tests.Rendering;

public class AxesGeometryTests
{
    // HopeNet's drawing, as its paper's figures and everyone's since show it: offsets in pixels (x right, y down) of the ends
    // of axes of unit length, from angles in radians with yaw negated. It knows no perspective, so the head is two pixels small.
    [Fact]
    public void Far_away_the_axes_are_HopeNets()
    {
        var camera = PinholeCamera.FromVerticalFieldOfView(640, 480, 40);
        foreach (var angles in Scenes.Poses)
        {
            var face = Scenes.Face(angles, new FaceBox(319, 239, 2, 2), new Vector3(0, 0, -50));
            var axes = AxesGeometry.Of(face, camera);
            var pixels = AxesGeometry.LengthPerBox * 2;
            var (sinYaw, cosYaw) = MathF.SinCos(float.DegreesToRadians(-angles.Yaw));
            var (sinPitch, cosPitch) = MathF.SinCos(float.DegreesToRadians(angles.Pitch));
            var (sinRoll, cosRoll) = MathF.SinCos(float.DegreesToRadians(angles.Roll));

            Expect(PoseAxis.X, cosYaw * cosRoll, cosPitch * sinRoll + cosRoll * sinPitch * sinYaw);
            Expect(PoseAxis.Y, -cosYaw * sinRoll, cosPitch * cosRoll - sinPitch * sinYaw * sinRoll);
            Expect(PoseAxis.Z, sinYaw, -cosYaw * sinPitch);

            void Expect(PoseAxis axis, float x, float y)
            {
                var offset = (camera.Project(axes.Tip(axis)) - camera.Project(axes.Origin)) / pixels;
                Assert.True(Vector2.Distance(new Vector2(x, y), offset) < 0.005f, $"{axis} of {angles} ends at {offset}, HopeNet's at <{x}, {y}>.");
            }
        }
    }

    [Fact]
    public void Without_a_translation_the_axes_start_at_the_boxs_centre()
    {
        var camera = PinholeCamera.FromDiagonalFieldOfView(640, 480);
        var axes = AxesGeometry.Of(Scenes.Face(default, new FaceBox(100, 300, 80, 120)), camera);
        var origin = camera.Project(axes.Origin) + new Vector2(0.5f);
        Assert.Equal(140, origin.X, 0.01f);
        Assert.Equal(360, origin.Y, 0.01f);
        Assert.InRange(-axes.Origin.Z, 0.3f, 3);
    }

    [Fact]
    public void The_mesh_is_carried_onto_each_axis()
    {
        var axes = new AxesGeometry(new Vector3(0, 0, -1), new EulerAngles(20, 30, -40).ToRotation(), 0.1f);
        for (var axis = PoseAxis.X; axis <= PoseAxis.Z; axis++)
        {
            var carried = Vector3.Transform(Vector3.UnitZ, axes.Orientation(axis));
            Assert.True(Vector3.Distance(carried, axes.Direction(axis)) < 1e-5f);
        }
    }

    [Fact]
    public void The_mesh_is_closed_outwards_and_ends_at_one()
    {
        var vertices = ArrowMesh.Vertices;
        Assert.Equal(1, vertices.Max(v => v.Position.Z), 6);
        for (var i = 0; i < vertices.Length; i += 3)
        {
            var (a, b, c) = (vertices[i].Position, vertices[i + 1].Position, vertices[i + 2].Position);
            var face = Vector3.Normalize(Vector3.Cross(b - a, c - a));
            Assert.All(vertices[i..(i + 3)], v => Assert.True(Vector3.Dot(face, v.Normal) > 0.9f));
        }
    }
}
