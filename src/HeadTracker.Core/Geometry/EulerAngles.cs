using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>
/// Head angles in degrees, in the 300W-LP convention (<c>Pose_Para</c>). Positive yaw turns the face to the image's left,
/// positive pitch looks up, positive roll tilts the head clockwise as the image shows it.
/// </summary>
/// <remarks>
/// This is the only type that knows the order of the three rotations. In the camera frame of <see cref="HeadPose"/>
/// (x to image right, y up, z towards the viewer), with column vectors,
/// <code>R = Rx(-pitch) · Ry(-yaw) · Rz(-roll)</code>
/// The labels' authors write R = Rx·Ry·Rz with transposed elementary matrices, which is the same rotation.
/// </remarks>
public readonly record struct EulerAngles(float Yaw, float Pitch, float Roll)
{
    private const float DegreesPerRadian = 180 / MathF.PI;

    /// <summary>The rotation head → camera as a unit quaternion.</summary>
    public Quaternion ToRotation() =>
        Quaternion.CreateFromAxisAngle(Vector3.UnitX, -Pitch / DegreesPerRadian)
        * Quaternion.CreateFromAxisAngle(Vector3.UnitY, -Yaw / DegreesPerRadian)
        * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -Roll / DegreesPerRadian);

    /// <summary>
    /// The angles of a rotation head → camera. Each rotation has two triples; this is the one with |pitch| ≤ 90°, so that
    /// yaw runs on past ±90° for profiles seen from behind instead of folding back. Roll is 0 in gimbal lock (yaw = ±90°).
    /// </summary>
    public static EulerAngles FromRotation(Quaternion rotation)
    {
        // For R = Rx(a)·Ry(b)·Rz(c):  R13 = sin b,  R23 = -sin a cos b,  R33 = cos a cos b,  R12 = -cos b sin c,  R11 = cos b cos c.
        // Vector3.Transform of a unit vector is a column of R.
        var q = Quaternion.Normalize(rotation);
        var x = Vector3.Transform(Vector3.UnitX, q);
        var y = Vector3.Transform(Vector3.UnitY, q);
        var z = Vector3.Transform(Vector3.UnitZ, q);

        var cosB = MathF.Sqrt(z.Y * z.Y + z.Z * z.Z);
        if (cosB < 1e-4f)
        {
            // Only the sum of the outer two angles is defined; give all of it to pitch.
            var pitchInLock = MathF.Atan2(y.Z, y.Y);
            return new EulerAngles(-MathF.CopySign(90, z.X), -pitchInLock * DegreesPerRadian, 0);
        }

        var a = MathF.Atan2(-z.Y, z.Z);
        var b = MathF.Atan2(z.X, cosB);
        var c = MathF.Atan2(-y.X, x.X);
        if (MathF.Abs(a) > MathF.PI / 2)
        {
            a -= MathF.CopySign(MathF.PI, a);
            b = MathF.CopySign(MathF.PI, b) - b;
            c -= MathF.CopySign(MathF.PI, c);
        }

        return new EulerAngles(-b * DegreesPerRadian, -a * DegreesPerRadian, -c * DegreesPerRadian);
    }

    /// <summary>Of all triples of the same rotation (two, and whole turns of each angle) the one nearest to another's numbers.</summary>
    public EulerAngles NearestTo(EulerAngles other)
    {
        var (here, there) = (Unwound(this), Unwound(new EulerAngles(180 - Yaw, Pitch + 180, Roll + 180)));
        return Distance(here) <= Distance(there) ? here : there;

        EulerAngles Unwound(EulerAngles angles) => new(
            other.Yaw + MathF.IEEERemainder(angles.Yaw - other.Yaw, 360), other.Pitch + MathF.IEEERemainder(angles.Pitch - other.Pitch, 360),
            other.Roll + MathF.IEEERemainder(angles.Roll - other.Roll, 360));

        float Distance(EulerAngles angles) =>
            MathF.Pow(angles.Yaw - other.Yaw, 2) + MathF.Pow(angles.Pitch - other.Pitch, 2) + MathF.Pow(angles.Roll - other.Roll, 2);
    }
}
