using System.Numerics;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Tests.Estimation;

public sealed class PerspectiveNPointTests
{
    private static readonly float[] Even = [1, 1, 1, 1, 1, 1];

    [Fact]
    public void Recovers_poses_from_exact_points()
    {
        foreach (var face in new[] { GenericFace.BlazeFace, GenericFace.YuNet })
        {
            foreach (var (rotation, translation) in Poses(200, 75))
            {
                var found = PerspectiveNPoint.Solve(face.Points, Project(face.Points, rotation, translation), face.Weights, 0.01f);
                Assert.True(Rotations.AngleBetween(rotation, found.Rotation) < 0.1f,
                    $"{Rotations.AngleBetween(rotation, found.Rotation)}° off at {EulerAngles.FromRotation(rotation)}");
                Assert.True(Vector3.Distance(translation, found.Translation) < 0.003f * translation.Length());
                Assert.True(found.Error < 1e-5f);
            }
        }
    }

    [Fact]
    public void Agrees_with_OpenCV_on_noisy_points_or_explains_them_better()
    {
        // A camera of focal length 1 whose y runs down and z away from the viewer: OpenCV's frame.
        var camera = new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
        var random = new Random(11);
        var model = GenericFace.BlazeFace.Points.ToArray();
        var same = 0;
        foreach (var (rotation, translation) in Poses(100, 50))
        {
            var image = Project(model, rotation, translation);
            for (var i = 0; i < image.Length; i++) image[i] += new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 0.004f / -translation.Z;
            var found = PerspectiveNPoint.Solve(model, image, Even);

            double[] turn = [0, 0, 0], shift = [0, 0, 0];
            Cv2.SolvePnP(model.Select(p => new Point3f(p.X, -p.Y, -p.Z)), image.Select(p => new Point2f(p.X, -p.Y)), camera, [], ref turn, ref shift);
            // diag(1, -1, -1) is its own inverse and turns rotation vectors like any other.
            var theirs = Rotations.Exp(new Vector3((float)turn[0], -(float)turn[1], -(float)turn[2]));
            var theirShift = new Vector3((float)shift[0], -(float)shift[1], -(float)shift[2]);
            var (ours, opencv) = (Error(model, image, found.Rotation, found.Translation), Error(model, image, theirs, theirShift));
            // OpenCV knows no camera side: from its start it sometimes ends at a face behind the camera, or in a worse minimum.
            Assert.True(theirShift.Z > 0 || ours <= opencv * 1.001 + 1e-9, $"our error {ours}, OpenCV's {opencv}");
            if (Rotations.AngleBetween(theirs, found.Rotation) < 0.2f && Vector3.Distance(theirShift, found.Translation) < 0.005f) same++;
        }

        Assert.True(same >= 65, $"only {same} of 100 poses agree");
    }

    [Fact]
    public void A_misplaced_ear_moves_a_robust_pose_half_as_far()
    {
        var rotation = new EulerAngles(20, 5, 0).ToRotation();
        var translation = new Vector3(0.05f, 0, -0.7f);
        var image = Project(GenericFace.BlazeFace.Points, rotation, translation);
        image[5] += new Vector2(0.06f, 0.03f) / 0.7f;
        var plain = PerspectiveNPoint.Solve(GenericFace.BlazeFace.Points, image, Even);
        var robust = PerspectiveNPoint.Solve(GenericFace.BlazeFace.Points, image, GenericFace.BlazeFace.Weights, 0.0075f);
        Assert.True(Rotations.AngleBetween(rotation, plain.Rotation) > 10);
        Assert.True(Rotations.AngleBetween(rotation, robust.Rotation) < 6.5f, $"{Rotations.AngleBetween(rotation, robust.Rotation)}°");
    }

    [Fact]
    public void Ends_on_points_that_are_no_face()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var image = Enumerable.Range(0, 6).Select(_ => new Vector2(random.NextSingle(), random.NextSingle()) * (i % 10 == 0 ? 0 : 1)).ToArray();
            var pose = PerspectiveNPoint.Solve(GenericFace.BlazeFace.Points, image, GenericFace.BlazeFace.Weights, 0.0075f);
            Assert.True(float.IsFinite(pose.Rotation.LengthSquared() + pose.Translation.LengthSquared() + pose.Error), $"{pose}");
        }
    }

    private static IEnumerable<(Quaternion Rotation, Vector3 Translation)> Poses(int count, float widest)
    {
        var random = new Random(4);
        for (var i = 0; i < count; i++)
        {
            float Angle(float most) => (random.NextSingle() * 2 - 1) * most;
            var translation = new Vector3(Angle(0.3f), Angle(0.2f), -0.4f - random.NextSingle() * 2);
            yield return (new EulerAngles(Angle(widest), Angle(0.6f * widest), Angle(widest)).ToRotation(), translation);
        }
    }

    private static Vector2[] Project(ReadOnlySpan<Vector3> model, Quaternion rotation, Vector3 translation)
    {
        var image = new Vector2[model.Length];
        for (var i = 0; i < model.Length; i++)
        {
            var p = Vector3.Transform(model[i], rotation) + translation;
            image[i] = new Vector2(p.X, p.Y) / -p.Z;
        }

        return image;
    }

    private static double Error(Vector3[] model, Vector2[] image, Quaternion rotation, Vector3 translation) =>
        Project(model, rotation, translation).Zip(image, (a, b) => (double)(a - b).LengthSquared()).Sum();
}
