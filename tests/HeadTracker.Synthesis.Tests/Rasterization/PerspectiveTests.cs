using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Tests.Rasterization;

public class PerspectiveTests
{
    [Fact]
    public void Halfway_on_the_screen_is_nearer_than_halfway_in_space()
    {
        // Between distances 1 and 3, seen halfway: 1 / (0.5 / 1 + 0.5 / 3) = 1.5, a quarter of the way in space.
        var w = SurfaceSampler.PerspectiveWeights(new Vector3(0.5f, 0.5f, 0), new Vector3(1, 1 / 3f, 1));
        Assert.Equal(0.75f, w.X, 1e-6f);
        Assert.Equal(0.25f, w.Y, 1e-6f);
        Assert.Equal(1.5f, w.X * 1 + w.Y * 3, 1e-5f);
    }

    [Fact]
    public void A_slanted_floor_shows_its_texture_and_depth_where_geometry_says()
    {
        // A floor 0.5 m below the camera from 1 m to 5 m away, black up to halfway (3 m), white beyond.
        Vector3[] corners = [new(-3, -0.5f, -1), new(3, -0.5f, -1), new(3, -0.5f, -5), new(-3, -0.5f, -5)];
        Vector2[] uv = [new(0.5f, 0.001f), new(0.5f, 0.001f), new(0.5f, 0.999f), new(0.5f, 0.999f)];
        var pixels = new uint[64];
        for (var i = 0; i < 64; i++) pixels[i] = i < 32 ? 0xff000000 : 0xffffffff;
        var material = new Material(Reflection.Plain, new Texture(8, 8, pixels), SegmentationClass.Clothes) { Specular = 0, Roughness = 1 };
        var normals = Enumerable.Repeat(Vector3.UnitY, 4).ToArray();
        var floor = new Surface(new Topology([0, 1, 2, 0, 2, 3], uv), corners, normals, null, [material]);
        var lights = new LightRig(EnvironmentMap.Uniform(Vector3.One), Quaternion.Identity, Vector3.One, null);
        var camera = new PinholeCamera(64, 64, 64);
        var frame = new RenderedFrame(64, 64);
        new FrameRenderer().Render(new Scene(camera, [floor], lights, new EnvironmentBackground(lights, 0.1f), new Vector3(0, 0, -3)), frame);

        for (var y = 36; y < 63; y++)
        {
            // A pixel's centre lies y - 31.5 below the middle; its ray meets the floor at 0.5 · 64 / that.
            var distance = 0.5f * 64 / (y - 31.5f);
            if (distance is < 1.1f or > 4.5f) continue;
            var at = y * 64 + 32;
            Assert.Equal(SegmentationClass.Clothes, frame.Segmentation[at]);
            // The nearest of the pixel's samples lies a quarter of a pixel lower.
            var nearest = 0.5f * 64 / (y - 31.25f);
            Assert.InRange(frame.Depth[at], nearest * 0.99f, nearest * 1.01f);
            if (distance < 2.6f) Assert.True(frame.Radiance[at].Y < 0.1f, $"row {y} at {distance} m should be black");
            if (distance > 3.5f) Assert.True(frame.Radiance[at].Y > 0.9f, $"row {y} at {distance} m should be white");
        }
    }
}
