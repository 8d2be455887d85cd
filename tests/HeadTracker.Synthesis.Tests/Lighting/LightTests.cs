using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Tests.Lighting;

public class LightTests
{
    private static readonly Material White = new(Reflection.Plain, Texture.Solid(255, 255, 255), SegmentationClass.Skin) { Specular = 0, Roughness = 1 };

    [Fact]
    public void Even_light_from_all_sides_leaves_a_white_surface_at_one()
    {
        var map = EnvironmentMap.Uniform(new Vector3(3));
        foreach (var normal in (ReadOnlySpan<Vector3>)[Vector3.UnitX, -Vector3.UnitY, Vector3.Normalize(Vector3.One)])
        {
            Assert.Equal(1, map.Diffuse.Reflected(normal).Y, 0.03f);
        }
    }

    [Fact]
    public void Light_from_above_falls_off_towards_below()
    {
        var map = TestScenes.Sky();
        var (up, side, down) = (map.Diffuse.Reflected(Vector3.UnitY).Y, map.Diffuse.Reflected(Vector3.UnitZ).Y, map.Diffuse.Reflected(-Vector3.UnitY).Y);
        Assert.True(up > side && side > down && down > 0, $"{up} {side} {down}");
    }

    [Fact]
    public void The_map_is_found_again_in_its_directions()
    {
        var map = TestScenes.Sky();
        Assert.True(map.Sample(Vector3.UnitY, 0).Y > 2 * map.Sample(-Vector3.UnitY, 0).Y);
        Assert.True(map.Sample(map.BrightestDirection, 0).X > 0.9f);
        Assert.True(map.BrightestDirection.X < 0 && map.BrightestDirection.Z > 0, "column 4 of 32 is behind the viewer's left");
    }

    [Fact]
    public void Darkness_falls_as_the_lamp_moves_behind()
    {
        var point = new SurfacePoint(new Vector3(0, 0, -1), Vector3.UnitZ, Vector3.UnitY, Vector2.Zero, 0, 1);
        var night = EnvironmentMap.Uniform(Vector3.One);
        foreach (var reflection in Enum.GetValues<Reflection>())
        {
            var material = White with { Reflection = reflection };
            var before = float.PositiveInfinity;
            for (var angle = 0f; angle < 3; angle += 0.25f)
            {
                var key = new KeyLight(new Vector3(MathF.Sin(angle), 0, MathF.Cos(angle)), Vector3.One, 0.01f);
                var lights = new LightRig(night, Quaternion.Identity, Vector3.Zero, key);
                var light = SurfaceShader.Shade(point, material, lights, 1).Y;
                Assert.True(light <= before + 1e-5f, $"{reflection} grows at {angle}");
                Assert.Equal(0, SurfaceShader.Shade(point, material, lights, 0).Y, 1e-5f);
                before = light;
            }

            Assert.Equal(0, before, 1e-4f);
        }
    }

    [Fact]
    public void A_plate_shades_what_lies_under_it_with_a_soft_edge()
    {
        var map = new ShadowMap(256, 0.3f);
        Vector3[] corners = [new(-0.1f, 0.1f, -0.1f), new(-0.1f, 0.1f, 0.1f), new(0.1f, 0.1f, 0.1f), new(0.1f, 0.1f, -0.1f)];
        var plate = new Surface(new Topology([0, 1, 2, 0, 2, 3], new Vector2[4]), corners, [.. Enumerable.Repeat(Vector3.UnitY, 4)], null, [White]);
        map.Draw(Vector3.UnitY, Vector3.Zero, [plate]);
        float At(float x) => map.Lit(new Vector3(x, 0, 0), Vector3.UnitY, 0.02f, 0.3f);
        Assert.Equal(0, At(0));
        Assert.Equal(1, At(0.2f));
        Assert.InRange(At(0.1f), 0.2f, 0.8f);
        Assert.Equal(1, map.Lit(new Vector3(0, 0.11f, 0), Vector3.UnitY, 0.02f, 0));
    }
}
