using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Geometry;

public class EulerAnglesTests
{
    [Fact]
    public void Positive_yaw_turns_the_nose_to_image_left_and_positive_pitch_lifts_it()
    {
        var left = Vector3.Transform(Vector3.UnitZ, new EulerAngles(30, 0, 0).ToRotation());
        var up = Vector3.Transform(Vector3.UnitZ, new EulerAngles(0, 30, 0).ToRotation());
        var crown = Vector3.Transform(Vector3.UnitY, new EulerAngles(0, 0, 30).ToRotation());

        Assert.Equal(new Vector3(-0.5f, 0, 0.8660254f), left, Close);
        Assert.Equal(new Vector3(0, 0.5f, 0.8660254f), up, Close);
        Assert.Equal(new Vector3(0.5f, 0.8660254f, 0), crown, Close);
    }

    [Fact]
    public void The_order_is_pitch_then_yaw_then_roll_from_the_camera_inwards()
    {
        // Rx(-90)·Ry(-90): the nose (z) goes to -x by yaw, and pitch leaves x alone.
        var nose = Vector3.Transform(Vector3.UnitZ, new EulerAngles(90, 90, 0).ToRotation());
        Assert.Equal(new Vector3(-1, 0, 0), nose, Close);
    }

    [Fact]
    public void Every_rotation_comes_back_from_its_angles()
    {
        for (var yaw = -170f; yaw <= 170; yaw += 17)
        {
            for (var pitch = -88f; pitch <= 88; pitch += 16)
            {
                for (var roll = -175f; roll <= 175; roll += 25)
                {
                    var angles = new EulerAngles(yaw, pitch, roll);
                    var back = EulerAngles.FromRotation(angles.ToRotation());
                    Assert.True(Rotations.AngleBetween(angles.ToRotation(), back.ToRotation()) < 0.01f, $"{angles} came back as {back}");
                    Assert.Equal(yaw, back.Yaw, 1e-2f);
                    Assert.Equal(pitch, back.Pitch, 1e-2f);
                    Assert.Equal(roll, back.Roll, 1e-2f);
                }
            }
        }
    }

    [Theory]
    [InlineData(90, 20, 0)]
    [InlineData(-90, -35, 0)]
    [InlineData(90, 10, 25)]
    public void Gimbal_lock_keeps_the_rotation(float yaw, float pitch, float roll)
    {
        var rotation = new EulerAngles(yaw, pitch, roll).ToRotation();
        var back = EulerAngles.FromRotation(rotation);

        Assert.Equal(yaw, back.Yaw, 0.1f);
        Assert.True(Rotations.AngleBetween(rotation, back.ToRotation()) < 0.1f, $"came back as {back}");
    }

    private static bool Close(Vector3 a, Vector3 b) => Vector3.Distance(a, b) < 1e-5f;
}
