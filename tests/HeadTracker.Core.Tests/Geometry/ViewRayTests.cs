using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Geometry;

public sealed class ViewRayTests
{
    private static readonly PinholeCamera Camera = PinholeCamera.FromDiagonalFieldOfView(640, 480);

    [Fact]
    public void At_the_image_centre_crop_and_camera_agree()
    {
        var q = new EulerAngles(20, -10, 5).ToRotation();
        Assert.Equal(0, Rotations.AngleBetween(q, ViewRay.ToCamera(q, Camera, new Vector2(319.5f, 239.5f))), 1e-3f);
    }

    [Fact]
    public void Carries_the_optical_axis_to_the_ray()
    {
        foreach (var pixel in new[] { new Vector2(0, 0), new Vector2(600, 100), new Vector2(319.5f, 470) })
        {
            var axis = Vector3.Transform(-Vector3.UnitZ, ViewRay.RotationTo(Camera, pixel));
            Assert.True(Vector3.Distance(axis, Camera.RayThrough(pixel)) < 1e-6f);
        }
    }

    [Fact]
    public void A_face_that_looks_into_the_lens_from_the_image_s_left_turns_to_the_image_s_right()
    {
        // Straight in its crop; in the camera frame the nose points along the ray back to the lens: towards +x, a negative yaw.
        var pose = ViewRay.ToCamera(Quaternion.Identity, Camera, new Vector2(0, 239.5f));
        var expected = MathF.Atan(319.5f / Camera.FocalLength) * 180 / MathF.PI;
        Assert.Equal(-expected, EulerAngles.FromRotation(pose).Yaw, 1e-3f);
        var nose = Vector3.Transform(Vector3.UnitZ, pose);
        Assert.True(Vector3.Distance(nose, -Camera.RayThrough(new Vector2(0, 239.5f))) < 1e-6f);
    }

    [Fact]
    public void The_way_back_undoes_it()
    {
        var q = new EulerAngles(-40, 15, 25).ToRotation();
        var pixel = new Vector2(17, 401);
        Assert.Equal(0, Rotations.AngleBetween(q, ViewRay.ToCrop(ViewRay.ToCamera(q, Camera, pixel), Camera, pixel)), 1e-3f);
    }
}
