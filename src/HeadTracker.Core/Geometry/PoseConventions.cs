using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>
/// How others write a head's rotation, one function per source, each giving the rotation head → camera in the frame of
/// <see cref="HeadPose"/>. Nothing else in the code negates or reorders an angle.
/// </summary>
public static class PoseConventions
{
    private const float RadiansPerDegree = MathF.PI / 180;

    /// <summary>300W-LP and AFLW2000: the first three numbers of <c>Pose_Para</c>, in radians.</summary>
    public static Quaternion FromPosePara(float pitch, float yaw, float roll) => AnglesFromPosePara(pitch, yaw, roll).ToRotation();

    /// <summary>The same as angles in degrees, as large as they are labelled.</summary>
    public static EulerAngles AnglesFromPosePara(float pitch, float yaw, float roll) =>
        new(yaw / RadiansPerDegree, pitch / RadiansPerDegree, roll / RadiansPerDegree);

    /// <summary>
    /// AFLW: the <c>FacePose</c> table, in radians. Yaw and pitch have the signs of 300W-LP, roll the opposite one; the KD
    /// paper's evaluation reads it the same way.
    /// </summary>
    public static Quaternion FromAflw(float pitch, float yaw, float roll) => AnglesFromAflw(pitch, yaw, roll).ToRotation();

    /// <summary>The same as angles in degrees, as large as they are labelled.</summary>
    public static EulerAngles AnglesFromAflw(float pitch, float yaw, float roll) => AnglesFromPosePara(pitch, yaw, -roll);

    /// <summary>BIWI: the matrix of <c>_pose.txt</c>, head → Kinect camera, or that matrix carried into the colour camera.</summary>
    /// <param name="rows">Nine numbers, row by row.</param>
    public static Quaternion FromBiwi(ReadOnlySpan<float> rows) => FromCameraWithYDown(Rotations.FromMatrix(rows));

    /// <summary>BIWI: the three angles of <c>_pose.bin</c>, in degrees and in the file's order.</summary>
    /// <remarks>
    /// They are turns about the Kinect's axes, y down: a positive pitch looks down. On the ten published sample frames, labelled -10°,
    /// three independent estimators see a face that looks up by 5°.
    /// </remarks>
    public static Quaternion FromBiwiBinary(float pitch, float yaw, float roll) => new EulerAngles(yaw, -pitch, roll).ToRotation();

    /// <summary>GENKI-4K: degrees as judged by people. Its yaw is positive towards image right.</summary>
    /// <remarks>Its zero pitch lies about 7° from that of 300W-LP; that offset is a fact of the set, measured and not removed here.</remarks>
    public static Quaternion FromGenki(float yaw, float pitch, float roll) => AnglesFromGenki(yaw, pitch, roll).ToRotation();

    /// <summary>The same as angles in degrees, as large as they are labelled.</summary>
    public static EulerAngles AnglesFromGenki(float yaw, float pitch, float roll) => new(-yaw, pitch, roll);

    /// <summary>FSA-Net's output, in degrees: trained on 300W-LP, so its convention.</summary>
    public static Quaternion FromFsaNet(float yaw, float pitch, float roll) => new EulerAngles(yaw, pitch, roll).ToRotation();

    /// <summary>opentrack's network: a quaternion given as x, y, z, w; it need not be normalised.</summary>
    public static Quaternion FromOpentrack(float x, float y, float z, float w) =>
        FromCameraWithYDown(Quaternion.Normalize(new Quaternion(x, y, z, w)));

    /// <summary>
    /// 6DRepNet's matrix: Rz(roll) · Ry(yaw) · Rx(pitch) of the angles that 300W-LP's labels have. That is how it packs them, and not the rotation that
    /// they mean (see <see cref="EulerAngles"/>), so they are read from it and rotated by anew.
    /// </summary>
    /// <param name="rows">Nine numbers, row by row.</param>
    public static Quaternion FromPackedAngles(ReadOnlySpan<float> rows) => new EulerAngles(
        MathF.Atan2(-rows[6], MathF.Sqrt(rows[0] * rows[0] + rows[3] * rows[3])) / RadiansPerDegree,
        MathF.Atan2(rows[7], rows[8]) / RadiansPerDegree,
        MathF.Atan2(rows[3], rows[0]) / RadiansPerDegree).ToRotation();

    /// <summary>A matrix head → camera in OpenCV's frames: y down and z away from the camera for both.</summary>
    /// <param name="rows">Nine numbers, row by row.</param>
    public static Quaternion FromOpenCv(ReadOnlySpan<float> rows) => FromCameraWithYDown(Rotations.FromMatrix(rows));

    /// <summary>ETH-XGaze's annotations: a rotation vector (axis × radians), head → camera.</summary>
    public static Quaternion FromEthXGaze(Vector3 rotationVector) => FromCameraWithYDown(Rotations.Exp(rotationVector));

    /// <summary>
    /// ETH-XGaze's normalised images: <c>face_head_pose</c>, two angles in radians that say where the head's z axis points.
    /// </summary>
    /// <remarks>
    /// The normalisation turned the camera until the head's x axis lies level (no component along the image's y), which
    /// together with the z axis (cos θ sin φ, sin θ, cos θ cos φ) fixes the rotation.
    /// </remarks>
    public static Quaternion FromEthXGaze(float theta, float phi)
    {
        var z = new Vector3(MathF.Cos(theta) * MathF.Sin(phi), MathF.Sin(theta), MathF.Cos(theta) * MathF.Cos(phi));
        var x = Vector3.Normalize(new Vector3(z.Z, 0, -z.X));
        var y = Vector3.Cross(z, x);
        return FromCameraWithYDown(Rotations.FromMatrix([x.X, y.X, z.X, x.Y, y.Y, z.Y, x.Z, y.Z, z.Z]));
    }

    /// <summary>
    /// <c>face_head_pose</c> as the papers train and score it: θ as pitch and φ as yaw, in degrees. They are latitude and longitude of the head's z axis, not
    /// Euler angles of <see cref="FromEthXGaze(float, float)"/>, whose pitch is larger away from yaw 0; a roll is not labelled and is 0 here.
    /// </summary>
    public static EulerAngles AnglesFromEthXGaze(float theta, float phi) => new(phi / RadiansPerDegree, theta / RadiansPerDegree, 0);

    /// <summary>
    /// From frames with y down and z away from the camera, for head and camera alike (OpenCV's, the Kinect's), to those with y up
    /// and z towards the viewer: R' = D·R·D with D = diag(1, -1, -1), which is also conjugation by diag(-1, 1, 1).
    /// </summary>
    private static Quaternion FromCameraWithYDown(Quaternion q) => new(q.X, -q.Y, -q.Z, q.W);
}
