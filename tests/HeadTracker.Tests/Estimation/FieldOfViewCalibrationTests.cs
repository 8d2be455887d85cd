using System.Numerics;
using HeadTracker.Estimation;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Estimation;

public sealed class FieldOfViewCalibrationTests
{
    private const float Assumed = 70;
    private static readonly Vector3 NoseBridge = new(0, 0.0163f, 0.0768f);

    /// <summary>An average face before a camera of which the estimator assumed something else. Scaled orthography is a percent or two off.</summary>
    [Theory]
    [InlineData(55, 0.6f)]
    [InlineData(78, 0.6f)]
    [InlineData(90, 0.45f)]
    public void Finds_the_view_of_the_camera_that_saw_an_average_face(float degrees, float metres)
    {
        var calibration = new FieldOfViewCalibration(metres, Assumed);
        for (var yaw = -10; yaw <= 10; yaw += 2) Add(calibration, degrees, metres, yaw);

        Assert.Equal(11, calibration.Faces);
        var found = calibration.Result(fewest: 11)!.Value;
        Assert.InRange(found.Degrees, degrees - 3, degrees + 3);
        Assert.InRange(found.Spread, 0, 2);
    }

    [Fact]
    public void Faces_turned_away_do_not_count_and_too_few_say_nothing()
    {
        var calibration = new FieldOfViewCalibration(0.6, Assumed);
        Add(calibration, 70, 0.6f, yaw: 40);
        Assert.Equal(0, calibration.Faces);
        Assert.Null(calibration.Result(fewest: 0));
        Add(calibration, 70, 0.6f, yaw: 0);
        Assert.Null(calibration.Result(fewest: 2));
        Assert.NotNull(calibration.Result(fewest: 1));
    }

    private static void Add(FieldOfViewCalibration calibration, float degrees, float metres, float yaw)
    {
        var camera = PinholeCamera.FromDiagonalFieldOfView(1280, 720, degrees);
        var rotation = new EulerAngles(yaw, 0, 0).ToRotation();
        var place = new Vector3(0, 0, -metres) - Vector3.Transform(NoseBridge, rotation);
        var (least, most) = (new Vector2(float.PositiveInfinity), new Vector2(float.NegativeInfinity));
        foreach (var point in FaceOutline.Points)
        {
            var pixel = camera.Project(Vector3.Transform(point, rotation) + place);
            (least, most) = (Vector2.Min(least, pixel), Vector2.Max(most, pixel));
        }

        var box = FaceBox.FromEdges(least.X + 0.5f, least.Y + 0.5f, most.X + 0.5f, most.Y + 0.5f);
        calibration.Add(box, ViewRay.ToCamera(ViewRay.ToCrop(rotation, camera, box.CenterPixel),
            PinholeCamera.FromDiagonalFieldOfView(1280, 720, Assumed), box.CenterPixel), 1280, 720);
    }
}
