using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Tests;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Augmentation;

/// <summary>Labels that were changed with their image, against labels of the changed scene.</summary>
public sealed class RenderedMapTests
{
    private const string Avatars = "data/avatars";
    private const int Size = 128;

    private static readonly LightRig Lights = new(EnvironmentMap.Uniform(Vector3.One), Quaternion.Identity, Vector3.One, null);
    private static readonly EulerAngles Turned = new(35, -12, 8);

    /// <summary>The person is mirrored vertex by vertex, so that its parts and landmarks are found anew.</summary>
    [SharedFact(Avatars)]
    public void A_flip_gives_the_labels_of_the_mirrored_person()
    {
        using var scope = NewDisposeScope();
        var person = new ValidSource(SharedData.PathOf(Avatars)).Original("Asian_F_2_Default");
        var mirrored = Turned with { Yaw = -Turned.Yaw, Roll = -Turned.Roll };
        var moved = MapSampler.Sample(Labels(person, Turned.ToRotation()), [new(Flip: true, 0)], [1], Size);
        AssertAlike(Labels(Mirrored(person), mirrored.ToRotation()), moved, parts: 0.999f);
    }

    [SharedFact(Avatars)]
    public void A_turn_gives_the_labels_of_the_rolled_scene()
    {
        using var scope = NewDisposeScope();
        var person = new ValidSource(SharedData.PathOf(Avatars)).Original("Black_M_1_Default");
        var turn = new GeometricTransform(Flip: false, 14);
        var roll = turn.Apply(Quaternion.Identity);
        var moved = MapSampler.Sample(Labels(person, Turned.ToRotation()), [turn], [1], Size);
        AssertAlike(Labels(person, roll * Turned.ToRotation(), roll), moved, parts: 0.995f);
    }

    private static void AssertAlike(MapBatch expected, MapBatch actual, float parts)
    {
        // Away from edges: where the 3 × 3 cells about one show the same in both.
        var inner = Inner(expected.Parts).logical_and(Inner(actual.Parts));
        Assert.True(inner.sum().item<long>() > 1500, $"{inner.sum().item<long>()} cells are no edges");
        Assert.InRange(Share(expected.Parts.eq(actual.Parts), inner), parts, 1);
        var same = inner.logical_and(expected.Parts.eq(actual.Parts)).logical_and(expected.Parts.gt(0));
        // A cell's labels are those of one sample near its middle, which may be another one after the change: nostrils and ears differ by that.
        var depth = (expected.Depth - actual.Depth).abs().squeeze(1);
        var degrees = (expected.Normals * actual.Normals).sum(1).clamp(-1, 1).acos() * (180 / MathF.PI);
        Assert.InRange(depth.masked_select(same).mean().item<float>(), 0, 0.006f);
        Assert.InRange(Share(depth.lt(0.03), same), 0.97f, 1);
        Assert.InRange(degrees.masked_select(same).mean().item<float>(), 0, 2);
        Assert.InRange(Share(degrees.lt(10), same), 0.97f, 1);
        Assert.InRange((expected.Landmarks - actual.Landmarks).abs().max().item<float>(), 0, 0.05f);
        Assert.InRange(expected.LandmarksVisible.ne(actual.LandmarksVisible).sum().item<long>(), 0, 2);
        Assert.InRange(expected.LandmarksVisible.sum().item<long>(), 35, 66);
    }

    private static Tensor Inner(Tensor parts)
    {
        var values = parts.to(ScalarType.Float32).unsqueeze(1);
        var (most, least) = (nn.functional.max_pool2d(values, 3, 1, 1), -nn.functional.max_pool2d(-values, 3, 1, 1));
        return most.eq(least).squeeze(1).logical_and(parts.ge(0));
    }

    private static float Share(Tensor holds, Tensor among) => holds.logical_and(among).sum().item<long>() / (float)among.sum().item<long>();

    private static MapBatch Labels(Person person, Quaternion head, Quaternion? roll = null)
    {
        var camera = new PinholeCamera(Size, Size, 2.2f * Size);
        var centre = new Vector3(0, 0, -0.6f);
        var (scene, truth) = new SceneComposer().Compose(
            person, Expression.Neutral, new BodyPose(roll ?? Quaternion.Identity, head, centre), camera, Lights, new EnvironmentBackground(Lights, 0.1f), 0);
        var renderer = new FrameRenderer();
        renderer.Render(scene, new RenderedFrame(Size, Size));
        var whole = new FaceBox(0, 0, Size, Size);
        using var sample = new Sample(new Mat(), truth, null, null)
        {
            Labels = SampleLabels.Of(renderer.Label(whole, FaceMaps.SideFor(Size)), whole, truth, renderer.Shows(truth.LandmarkPoints, camera)),
        };
        return MapBatch.Of([FaceMaps.OfRendered(sample, Size)], Size, [], CPU);
    }

    private static Person Mirrored(Person person)
    {
        static Vector3 Across(Vector3 p) => p with { X = -p.X };
        var parts = person.Parts.Select(part => part with
        {
            // The other way round, or faces would be seen from within.
            Topology = part.Topology with { Indices = [.. part.Topology.Indices.Chunk(3).SelectMany(corners => new[] { corners[0], corners[2], corners[1] })] },
            Rest = Array.ConvertAll(part.Rest, Across),
            Morphs = new Morph?[part.Morphs.Length],
            Eye = part.Eye switch { EyeSide.Left => EyeSide.Right, EyeSide.Right => EyeSide.Left, _ => EyeSide.None },
            VolumeCentre = part.VolumeCentre is { } volume ? Across(volume) : null,
        });
        var rig = new HeadRig(Across(person.Rig.LowerNeck), Across(person.Rig.UpperNeck), Across(person.Rig.Head));
        return new Person(person.Id, person.Source, person.Provenance, [.. parts], rig, [.. LandmarkMirror.Partner.Select(i => person.Landmarks[i])],
            person.Actions, person.MorphCount);
    }
}
