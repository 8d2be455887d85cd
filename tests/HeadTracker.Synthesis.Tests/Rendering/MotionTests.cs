using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Tests.Rendering;

/// <summary>How far walls move that are drawn at one time and stand elsewhere at another.</summary>
public sealed class MotionTests
{
    private static readonly PinholeCamera Camera = new(32, 32, 32);

    /// <summary>Cells of 8 pixels, of which the last two across and down lie beyond the frame.</summary>
    private static readonly FaceBox Beyond = new(0, 0, 48, 48);

    private static readonly Topology Left = Square(), Right = Square();

    [Fact]
    public void A_point_moves_as_its_own_surface_does_and_what_lies_behind_stays()
    {
        // A metre is 16 pixels at 2 m and 32 at 1 m. The left wall goes 0.25 m to the right; the right one comes to half its distance, and so twice as far
        // from the axis.
        var motion = Motion(Scene(Wall(Left, -1, 0, -2), Wall(Right, 0.5f, 1, -2)), Scene(Wall(Left, -0.75f, 0.25f, -2), Wall(Right, 0.5f, 1, -1)));
        for (var row = 0; row < 4; row++)
        {
            Assert.All(motion[(6 * row)..(6 * row + 2)], cell => Assert.InRange(Vector2.Distance(new Vector2(4, 0), cell!.Value), 0, 1e-3f));
            Assert.Equal(Vector2.Zero, motion[6 * row + 2]);
            // As far as the point is from the axis now: 12 pixels to the right of it, to within a sample.
            Assert.InRange(Vector2.Distance(new Vector2(12, 8 * row + 4 - 16), motion[6 * row + 3]!.Value), 0, 0.5f);
            Assert.All(motion[(6 * row + 4)..(6 * row + 6)], cell => Assert.Null(cell));
        }

        Assert.All(motion[24..], cell => Assert.Null(cell));
    }

    [Fact]
    public void Nothing_moves_in_a_scene_that_stays_as_it_is()
    {
        var scene = Scene(Wall(Left, -1, 0.3f, -2), Wall(Right, 0.5f, 1, -1));
        Assert.All(Motion(scene, scene).Where(cell => cell is not null), cell => Assert.Equal(Vector2.Zero, cell));
    }

    [Fact]
    public void Other_surfaces_are_refused()
    {
        var (one, two) = (Wall(Left, -1, 0, -2), Wall(Right, 0.5f, 1, -2));
        Assert.Throws<ArgumentException>(() => Motion(Scene(one, two), Scene(two, one)));
        Assert.Throws<ArgumentException>(() => Motion(Scene(one, two), Scene(one)));
    }

    private static Vector2?[] Motion(Scene drawn, Scene later)
    {
        var renderer = new FrameRenderer();
        renderer.Render(drawn, new RenderedFrame(32, 32));
        return renderer.Motion(Beyond, 6, drawn, later);
    }

    private static Scene Scene(params Surface[] surfaces)
    {
        var lights = new LightRig(EnvironmentMap.Uniform(Vector3.One), Quaternion.Identity, Vector3.One, null);
        return new Scene(Camera, surfaces, lights, new EnvironmentBackground(lights, 0.1f), new Vector3(0, 0, -2));
    }

    private static Topology Square() => new([0, 1, 2, 0, 2, 3], new Vector2[4]);

    private static Surface Wall(Topology topology, float left, float right, float z) => new(
        topology, [new(left, -1, z), new(right, -1, z), new(right, 1, z), new(left, 1, z)], [Vector3.UnitZ, Vector3.UnitZ, Vector3.UnitZ, Vector3.UnitZ], null,
        [new Material(Reflection.Plain, Texture.Solid(90, 90, 90), SegmentationClass.Clothes)]);
}
