using System.Numerics;
using HeadTracker.Synthesis.Accessories;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Tests.Accessories;

public class MeshBuilderTests
{
    private static readonly Material Any = new(Reflection.Plain, Texture.Solid(1, 2, 3), SegmentationClass.Occluder);

    [Fact]
    public void Solids_are_closed_and_face_outwards()
    {
        // Sum of a · (b × c) / 6 over the triangles is the volume, positive when all face outwards.
        Assert.Equal(4 / 3f * MathF.PI * 0.2f * 0.3f * 0.1f,
            Volume(m => m.AddEllipsoid(new Vector3(1, 2, 3), new Vector3(0.2f, 0.3f, 0.1f), Quaternion.CreateFromYawPitchRoll(1, 2, 3))), 2e-3f);
        Assert.Equal(8 * 0.1f * 0.2f * 0.3f,
            Volume(m => m.AddBox(new Vector3(-1, 0, 2), new Vector3(0.1f, 0.2f, 0.3f), Quaternion.CreateFromYawPitchRoll(1, 1, 1))), 1e-4f);
        var tube = Volume(m => m.AddTube([Vector3.Zero, new Vector3(0, 0.5f, 0), new Vector3(0, 1, 0)], _ => 0.1f, 24));
        Assert.InRange(tube, MathF.PI * 0.01f * 0.95f, MathF.PI * 0.01f * 1.2f);
    }

    [Fact]
    public void Normals_point_away_from_the_middle()
    {
        var builder = new MeshBuilder();
        builder.AddEllipsoid(Vector3.Zero, new Vector3(0.1f), Quaternion.Identity);
        var surface = builder.Build(Matrix4x4.CreateTranslation(5, 0, 0), Any);
        for (var i = 0; i < surface.Positions.Length; i++)
        {
            Assert.True(Vector3.Dot(Vector3.Normalize(surface.Positions[i] - new Vector3(5, 0, 0)), surface.Normals[i]) > 0.95f);
        }
    }

    private static float Volume(Action<MeshBuilder> add)
    {
        var builder = new MeshBuilder();
        add(builder);
        var surface = builder.Build(Matrix4x4.Identity, Any);
        var volume = 0f;
        for (var t = 0; t < surface.Topology.Indices.Length; t += 3)
        {
            var (a, b, c) = (surface.Positions[surface.Topology.Indices[t]], surface.Positions[surface.Topology.Indices[t + 1]],
                surface.Positions[surface.Topology.Indices[t + 2]]);
            volume += Vector3.Dot(a, Vector3.Cross(b, c)) / 6;
        }

        return volume;
    }
}
