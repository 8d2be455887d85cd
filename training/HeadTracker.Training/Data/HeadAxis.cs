using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data;

/// <summary>
/// Labels that say where the head's axis points and nothing of its roll, as ETH-XGaze's normalised faces have them: latitude and longitude, which
/// are not the Euler angles of any rotation away from yaw 0.
/// </summary>
public static class HeadAxis
{
    /// <summary>Degrees; what floats and packs keep of an angle is far finer, what sets both kinds apart far coarser.</summary>
    private const float Tolerance = 0.05f;

    /// <summary>A rotation's pair as pitch and yaw in degrees, the inverse of <see cref="PoseConventions.FromEthXGaze(float, float)"/>; roll is 0.</summary>
    public static EulerAngles Of(Quaternion rotation)
    {
        // The axis that the set means points out of the back of the head, in a frame with y down: (x, y, z) here is (-x, y, z) there.
        var axis = Vector3.Transform(Vector3.UnitZ, rotation);
        return PoseConventions.AnglesFromEthXGaze(MathF.Asin(Math.Clamp(axis.Y, -1, 1)), MathF.Atan2(-axis.X, axis.Z));
    }

    /// <summary>
    /// Whether faces are labelled so: every label is its rotation's pair, and some are not its Euler angles. Packs keep both, so it is known of them too.
    /// </summary>
    public static bool Labels(IReadOnlyList<LabelledFace> faces) =>
        faces.All(face => Fits(face.Angles, Of(face.Rotation))) && faces.Any(face => !Fits(face.Angles, EulerAngles.FromRotation(face.Rotation)));

    private static bool Fits(EulerAngles a, EulerAngles b) =>
        MathF.Abs(a.Yaw - b.Yaw) < Tolerance && MathF.Abs(a.Pitch - b.Pitch) < Tolerance && MathF.Abs(a.Roll - b.Roll) < Tolerance;
}
