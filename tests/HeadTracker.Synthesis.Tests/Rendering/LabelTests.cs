using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Tests.Rendering;

/// <summary>Labels of a wall of cloth with things before it.</summary>
public sealed class LabelTests
{
    private static readonly PinholeCamera Camera = new(32, 32, 32);

    [Fact]
    public void A_cell_has_the_class_place_and_normal_of_what_it_shows_and_nothing_beyond_the_frame()
    {
        // A clear lens before the upper half of the left, a dark one before its lower half, and nothing on the right.
        var renderer = Draw(
            Wall(-2, -1, 0, -1, 1, SegmentationClass.Clothes), Wall(-1, -0.5f, 0, 0, 0.5f, SegmentationClass.Accessory, 0.1f),
            Wall(-1, -0.5f, 0, -0.5f, 0, SegmentationClass.Accessory, 0.9f));
        var labels = renderer.Label(new FaceBox(0, 0, 48, 48), 6);

        FacePart[] rows = [FacePart.Clothes, FacePart.Clothes, FacePart.Background, FacePart.Background, FaceParts.Unknown, FaceParts.Unknown];
        Assert.Equal(rows, labels.Parts[..6]);
        Assert.Equal([FacePart.Accessory, FacePart.Accessory, .. rows[2..]], labels.Parts[12..18]);
        Assert.All(labels.Parts[24..], part => Assert.Equal(FaceParts.Unknown, part));
        Assert.Equal(-2, labels.Positions[0].Z, 1e-4f);
        Assert.Equal(-1, labels.Positions[12].Z, 1e-4f);
        // The middle of the cell from pixel 8 to 16 is 4 pixels left of the camera's axis, of which 32 are a metre at a metre.
        Assert.InRange(labels.Positions[7].X, -2 * 4.5f / 32, -2 * 3.5f / 32);
        Assert.Equal(Vector3.UnitZ, labels.Normals[0]);
        Assert.Equal(Vector3.Zero, labels.Normals[2]);
    }

    [Fact]
    public void Points_are_seen_in_the_frame_with_nothing_before_them()
    {
        var renderer = Draw(Wall(-2, -1, 1, -1, 1, SegmentationClass.Skin), Wall(-1.99f, -1, 0, -1, 0, SegmentationClass.Hair));
        Vector3[] points =
        [
            new(0.5f, 0.5f, -2), new(0.5f, 0.5f, -2.005f), new(0.5f, 0.5f, -2.02f), // on the skin, a little and far behind it
            new(-0.5f, -0.5f, -2), // under hair
            new(3, 0, -2), new(0.25f, 0.25f, -1), // beyond the frame, before everything
        ];
        Assert.Equal([true, true, false, false, false, true], renderer.Shows(points, Camera));
    }

    private static FrameRenderer Draw(params Surface[] surfaces)
    {
        var lights = new LightRig(EnvironmentMap.Uniform(Vector3.One), Quaternion.Identity, Vector3.One, null);
        var renderer = new FrameRenderer();
        renderer.Render(new Scene(Camera, surfaces, lights, new EnvironmentBackground(lights, 0.1f), new Vector3(0, 0, -2)), new RenderedFrame(32, 32));
        return renderer;
    }

    /// <summary>A rectangle that faces the camera at a distance; its second triangle's corner goes round as the first's.</summary>
    private static Surface Wall(float z, float left, float right, float low, float high, SegmentationClass shown, float opacity = 1) => new(
        new Topology([0, 1, 2, 0, 2, 3], new Vector2[4]), [new(left, low, z), new(right, low, z), new(right, high, z), new(left, high, z)],
        [Vector3.UnitZ, Vector3.UnitZ, Vector3.UnitZ, Vector3.UnitZ], null,
        [new Material(Reflection.Plain, Texture.Solid(90, 90, 90), shown) { Opacity = opacity }])
    {
        Parts = shown == SegmentationClass.Skin ? new Lazy<FacePart[]>([FacePart.JawLeft, FacePart.JawLeft]) : null,
    };
}
