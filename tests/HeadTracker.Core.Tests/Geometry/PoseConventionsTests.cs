using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Geometry;

public class PoseConventionsTests
{
    /// <summary>Each row: the same head, 25° to image left, 10° up, rolled 5° clockwise, as each source would write it.</summary>
    [Fact]
    public void All_sources_agree_on_one_head()
    {
        const float degree = MathF.PI / 180;
        var expected = new EulerAngles(25, 10, 5).ToRotation();

        // A camera frame with y down and z away: R' = D·R·D, D = diag(1, -1, -1).
        var yDown = new Quaternion(expected.X, -expected.Y, -expected.Z, expected.W);
        var m = Matrix4x4.Transpose(Matrix4x4.CreateFromQuaternion(yDown));
        float[] rows = [m.M11, m.M12, m.M13, m.M21, m.M22, m.M23, m.M31, m.M32, m.M33];

        AssertSame(expected, PoseConventions.FromPosePara(10 * degree, 25 * degree, 5 * degree));
        AssertSame(expected, PoseConventions.FromAflw(10 * degree, 25 * degree, -5 * degree));
        AssertSame(expected, PoseConventions.FromBiwi(rows));
        AssertSame(expected, PoseConventions.FromBiwiBinary(-10, 25, 5));
        AssertSame(expected, PoseConventions.FromGenki(-25, 10, 5));
        AssertSame(expected, PoseConventions.FromFsaNet(25, 10, 5));
        AssertSame(expected, PoseConventions.FromOpentrack(2 * yDown.X, 2 * yDown.Y, 2 * yDown.Z, 2 * yDown.W));
        AssertSame(expected, PoseConventions.FromEthXGaze(Rotations.Log(yDown)));
    }

    /// <summary>
    /// The formula that the literature uses for BIWI (R = Aᵀ; roll = -atan2(R10, R00), yaw = -atan2(-R20, √(R00² + R10²)),
    /// pitch = atan2(R21, R22)), applied to the rotation of a published frame of sequence 12, against ours.
    /// </summary>
    [Fact]
    public void Biwi_matrices_give_the_angles_of_the_literature()
    {
        float[] a = [0.980639f, 0.109899f, 0.162077f, -0.11023f, 0.993882f, -0.00697376f, -0.161851f, -0.011027f, 0.986754f];
        const float degrees = 180 / MathF.PI;
        var roll = -MathF.Atan2(a[1], a[0]) * degrees;
        var yaw = -MathF.Atan2(-a[2], MathF.Sqrt(a[0] * a[0] + a[1] * a[1])) * degrees;
        var pitch = MathF.Atan2(a[5], a[8]) * degrees;

        var angles = EulerAngles.FromRotation(PoseConventions.FromBiwi(a));

        Assert.Equal(yaw, angles.Yaw, 0.01f);
        Assert.Equal(pitch, angles.Pitch, 0.01f);
        Assert.Equal(roll, angles.Roll, 0.01f);
    }

    [Fact]
    public void Normalised_gaze_heads_keep_their_x_axis_level()
    {
        var rotation = PoseConventions.FromEthXGaze(0.3f, -0.5f);
        var x = Vector3.Transform(Vector3.UnitX, rotation);
        var z = Vector3.Transform(Vector3.UnitZ, rotation);

        Assert.Equal(0, x.Y, 1e-5f);
        // (cos θ sin φ, sin θ, cos θ cos φ) with y down and z away, seen with y up and z towards the viewer; both axes of z flip.
        Assert.Equal(-MathF.Cos(0.3f) * MathF.Sin(-0.5f), z.X, 1e-5f);
        Assert.Equal(MathF.Sin(0.3f), z.Y, 1e-5f);
        Assert.Equal(MathF.Cos(0.3f) * MathF.Cos(-0.5f), z.Z, 1e-5f);
    }

    private static void AssertSame(Quaternion expected, Quaternion actual) =>
        Assert.True(Rotations.AngleBetween(expected, actual) < 0.01f, $"{EulerAngles.FromRotation(actual)} instead of {EulerAngles.FromRotation(expected)}");
}
