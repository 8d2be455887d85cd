using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Training.Data;
using HeadTracker.Training.Labelling;
using HeadTracker.Training.Labelling.Profiles;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Labelling.Profiles;

public class ProfileRotationTests
{
    private const int Side = 240;
    private static readonly LandmarkFit Fit = new(new EulerAngles(15, 5, 0).ToRotation(), 60, new Vector2(120, 120), 0, [], 0.02f);

    /// <summary>Landmarks of the mean face in the model's units: centred, 1 root mean square.</summary>
    private static readonly Vector3[] Shape = Normalised(MeanFace.Points);

    [Theory]
    [InlineData(20)]
    [InlineData(45)]
    public void Marks_on_the_face_move_to_where_their_places_in_space_turn(float yaw)
    {
        foreach (var landmark in new[] { 30, 33, 36, 45, 48, 8 })
        {
            var from = PixelOf(Shape[landmark], Fit.Rotation);
            using var photo = new Mat(Side, Side, MatType.CV_8UC3, Scalar.Black);
            Cv2.Circle(photo, new Point((int)MathF.Round(from.X), (int)MathF.Round(from.Y)), 3, Scalar.White, -1);

            var turned = Rotation().Turn(photo, Fit, Shape, yaw);
            using var image = turned.Image;
            Assert.InRange(Rotations.AngleBetween(turned.Rotation, Fit.Rotation), yaw - 0.01f, yaw + 0.01f);
            Assert.True(EulerAngles.FromRotation(turned.Rotation).Yaw > 15 + yaw - 3);

            var expected = PixelOf(Shape[landmark], turned.Rotation) + Shift(turned.Rotation);
            // What has turned to the far side is hidden; only marks that face the viewer can be looked for.
            if (Vector3.Transform(Shape[landmark], turned.Rotation).Z < 0.3f) continue;
            if (Brightest(image) is { } found) Assert.InRange((found - expected).Length(), 0, 5);
            else Assert.Fail($"landmark {landmark} is gone");
        }
    }

    [Fact]
    public void No_turn_leaves_the_photo_as_it_is()
    {
        using var photo = new Mat(Side, Side, MatType.CV_8UC3);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++) photo.Set(y, x, new Vec3b((byte)(x / 2 + 40), (byte)(y / 2 + 30), (byte)((x + y) / 4)));
        }

        var turned = Rotation().Turn(photo, Fit, Shape, 0);
        using var image = turned.Image;
        for (var y = 4; y < Side - 4; y++)
        {
            for (var x = 4; x < Side - 4; x++)
            {
                var (before, after) = (photo.At<Vec3b>(y, x), image.At<Vec3b>(y, x));
                Assert.InRange(Math.Abs(before.Item0 - after.Item0), 0, 2);
                Assert.InRange(Math.Abs(before.Item1 - after.Item1), 0, 2);
            }
        }

        Assert.Equal(0, turned.Stretched);
    }

    [Fact]
    public void A_warp_carries_its_points_and_is_affine_far_from_them()
    {
        var random = new Random(1);
        var from = Enumerable.Range(0, 20).Select(_ => new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle())).ToList();
        var to = from.Select(point => 1.5f * point + new Vector3(2, 0, 1) + 0.05f * new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()))
            .ToList();
        var warp = new PointWarp(from, to, stiffness: 0);

        for (var i = 0; i < from.Count; i++) Assert.InRange((warp.Apply(from[i]) - to[i]).Length(), 0, 1e-4f);
        var exact = new PointWarp(from, [.. from.Select(point => 1.5f * point + new Vector3(2, 0, 1))], stiffness: 0);
        Assert.InRange((exact.Apply(new Vector3(9, -7, 4)) - new Vector3(15.5f, -10.5f, 7)).Length(), 0, 1e-2f);
    }

    [Fact]
    public void The_mean_face_is_its_own_mirror_image()
    {
        var mirrored = LandmarkMirror.Mirror(MeanFace.Points);
        Assert.All(mirrored.Zip(MeanFace.Points), pair => Assert.InRange((pair.First - pair.Second).Length(), 0, 0.001f));
        Assert.All(Enumerable.Range(0, 68), i => Assert.Equal(i, LandmarkMirror.Partner[LandmarkMirror.Partner[i]]));
    }

    private static ProfileRotation Rotation()
    {
        var landmarks = Shape.Select(point => PixelOf(point, Fit.Rotation)).ToList();
        return new ProfileRotation(DepthImage.Of(Side, Side, Template(), Fit, Shape, landmarks));
    }

    /// <summary>A sheet over the face's plane whose bulges carry it onto the landmarks: all the surface that the test needs.</summary>
    private static HeadTemplate Template()
    {
        const int Cells = 60;
        var lift = new PointWarp([.. Shape.Select(point => point with { Z = 0.01f * point.X * point.Y })], Shape, stiffness: 0.01);
        var points = new List<Vector3>();
        var triangles = new List<int>();
        for (var row = 0; row <= Cells; row++)
        {
            for (var column = 0; column <= Cells; column++)
            {
                var (x, y) = (3f * column / Cells - 1.5f, 3f * row / Cells - 1.5f);
                points.Add(lift.Apply(new Vector3(x, y, 0.01f * x * y)));
                if (row == Cells || column == Cells) continue;
                var a = row * (Cells + 1) + column;
                triangles.AddRange([a, a + 1, a + Cells + 1, a + 1, a + Cells + 2, a + Cells + 1]);
            }
        }

        // The landmarks themselves, as points of their own.
        var first = points.Count;
        points.AddRange(Shape);
        return new HeadTemplate([.. points], [.. triangles], [.. Enumerable.Range(first, Shape.Length)]);
    }

    private static Vector2 PixelOf(Vector3 point, Quaternion rotation)
    {
        var turned = Vector3.Transform(point, rotation) * Fit.Scale;
        return new Vector2(Fit.Center.X + turned.X, Fit.Center.Y - turned.Y);
    }

    /// <summary>The head turns about its middle, not about its face: the face's centre moves aside.</summary>
    private static Vector2 Shift(Quaternion rotation)
    {
        var landmarks = Shape.Select(point => PixelOf(point, Fit.Rotation)).ToList();
        var pivot = DepthImage.Of(Side, Side, Template(), Fit, Shape, landmarks).Pivot;
        var center = Vector3.Transform(new Vector3(0, 0, -pivot.Z), rotation * Quaternion.Conjugate(Fit.Rotation));
        return new Vector2(center.X, -center.Y);
    }

    private static Vector2? Brightest(Mat image)
    {
        var (sum, weight) = (Vector2.Zero, 0f);
        var (rows, columns) = (image.Height, image.Width);
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var value = image.At<Vec3b>(y, x).Item0;
                if (value < 100) continue;
                sum += value * new Vector2(x, y);
                weight += value;
            }
        }

        return weight == 0 ? null : sum / weight;
    }

    private static Vector3[] Normalised(IReadOnlyList<Vector3> points)
    {
        var center = Procrustes.Mean(points);
        var size = MathF.Sqrt(points.Average(point => (point - center).LengthSquared()));
        return [.. points.Select(point => (point - center) / size)];
    }
}
