using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>opencv_calib3d: a pose goes into pixels and comes back.</summary>
public sealed class CameraGeometryTests
{
    private static readonly Point3f[] Face =
        [new(0, 0, 0), new(0, 66, 26), new(-43, -34, 26), new(43, -34, 26), new(-29, 30, 24), new(29, 30, 24), new(0, -20, -10), new(60, 0, 70)];
    private static readonly double[] Rotation = [0.2, -0.5, 0.1], Translation = [30, -20, 600];
    private static readonly double[,] Camera = { { 640, 0, 320 }, { 0, 650, 240 }, { 0, 0, 1 } };

    [Fact]
    public void Projection_is_the_pinhole_formula()
    {
        Cv2.ProjectPoints(Face, Rotation, Translation, Camera, [], out var pixels, out _);
        Cv2.Rodrigues(Rotation, out var r, out _);

        for (var i = 0; i < Face.Length; i++)
        {
            double[] p = [Face[i].X, Face[i].Y, Face[i].Z];
            var c = Enumerable.Range(0, 3).Select(row => r[row, 0] * p[0] + r[row, 1] * p[1] + r[row, 2] * p[2] + Translation[row]).ToArray();
            Assert.Equal(640 * c[0] / c[2] + 320, pixels[i].X, 1e-3);
            Assert.Equal(650 * c[1] / c[2] + 240, pixels[i].Y, 1e-3);
        }
    }

    [Theory]
    [InlineData(SolvePnPMethod.Iterative)]
    [InlineData(SolvePnPMethod.EPNP)]
    [InlineData(SolvePnPMethod.SQPNP)]
    public void The_pose_comes_back_from_pixels(SolvePnPMethod method)
    {
        Cv2.ProjectPoints(Face, Rotation, Translation, Camera, [], out var pixels, out _);
        double[] rotation = [], translation = [];
        Cv2.SolvePnP(Face, pixels, Camera, [], ref rotation, ref translation, flags: method);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Rotation[i], rotation[i], 1e-3);
            Assert.Equal(Translation[i], translation[i], 0.5);
        }
    }

    [Fact]
    public void An_initial_guess_is_refined()
    {
        Cv2.ProjectPoints(Face, Rotation, Translation, Camera, [], out var pixels, out _);
        double[] rotation = [0, 0, 0], translation = [0, 0, 500];
        Cv2.SolvePnP(Face, pixels, Camera, [], ref rotation, ref translation, useExtrinsicGuess: true);

        Assert.Equal(Rotation[1], rotation[1], 1e-3);
        Assert.Equal(Translation[2], translation[2], 0.1);
    }

    [Fact]
    public void Ransac_leaves_outliers_out()
    {
        Cv2.ProjectPoints(Face, Rotation, Translation, Camera, [], out var pixels, out _);
        pixels[7] += new Point2f(80, -60);
        using Mat points = Mat.FromArray(Face), image = Mat.FromArray(pixels), camera = Mat.FromArray(Camera);
        using Mat none = new(), rotation = new(), translation = new(), inliers = new();
        Cv2.SolvePnPRansac(points, image, camera, none, rotation, translation, inliers: inliers);

        Assert.Equal(Rotation[0], rotation.At<double>(0), 1e-2);
        inliers.GetArray<int>(out var kept);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], kept);
    }

    [Fact]
    public void Rotation_vectors_and_matrices_agree()
    {
        Cv2.Rodrigues([0, 0, Math.PI / 2], out var quarter, out var jacobian);
        Cv2.Rodrigues(quarter, out var vector, out _);

        Assert.Equal((0, -1, 1, 0), (Round(quarter[0, 0]), Round(quarter[0, 1]), Round(quarter[1, 0]), Round(quarter[1, 1])));
        Assert.Equal(Math.PI / 2, vector[2], 12);
        Assert.Equal((3, 9), (jacobian.GetLength(0), jacobian.GetLength(1)));
    }

    [Fact]
    public void Distortion_is_undone()
    {
        double[] distortion = [0.1, -0.05, 0, 0];
        Cv2.ProjectPoints([new Point3f(0.2f, -0.1f, 1)], [0, 0, 0], [0, 0, 0], Camera, distortion, out var pixels, out _);
        using Mat seen = Mat.FromArray(pixels), camera = Mat.FromArray(Camera), coefficients = Mat.FromArray(distortion), straight = new();
        Cv2.UndistortPoints(seen, straight, camera, coefficients);

        Assert.NotEqual(640 * 0.2f + 320, pixels[0].X, 0.05f);
        Assert.Equal(0.2f, straight.At<Point2f>(0).X, 1e-4f);
        Assert.Equal(-0.1f, straight.At<Point2f>(0).Y, 1e-4f);
    }

    [Fact]
    public void An_image_without_distortion_stays()
    {
        using var image = new Mat(48, 64, MatType.CV_8UC1);
        Cv2.Randu(image, new Scalar(0), new Scalar(255));
        using Mat camera = Mat.FromArray(new double[,] { { 64, 0, 32 }, { 0, 64, 24 }, { 0, 0, 1 } }), none = new(), same = new();
        Cv2.Undistort(image, same, camera, none);

        Assert.Equal(0, Cv2.Norm(image, same, NormTypes.INF));
    }

    private static double Round(double value) => Math.Round(value, 12) + 0.0;
}
