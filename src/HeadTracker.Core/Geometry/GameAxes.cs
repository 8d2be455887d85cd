using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>A pose on the six axes of games, as opentrack and the games behind it mean them: centimetres and degrees.</summary>
/// <param name="X">Centimetres to image right, which is the person's left (as opentrack's own camera trackers send it).</param>
/// <param name="Y">Centimetres up.</param>
/// <param name="Z">Centimetres away from the camera.</param>
/// <param name="Yaw">Degrees about the vertical; positive turns to the person's right.</param>
/// <param name="Pitch">Elevation of the face's direction; positive looks up.</param>
/// <param name="Roll">About the face's direction; positive tilts to the person's left, clockwise as the image shows it.</param>
/// <remarks>
/// opentrack turns yaw first, then pitch, then roll: R = Ry(-yaw)·Rx(-pitch)·Rz(-roll) in the frame of <see cref="HeadPose"/>. The
/// labels' order (<see cref="EulerAngles"/>) has pitch outermost, so the angles of one head differ a little between the two.
/// </remarks>
public readonly record struct GameAxes(double X, double Y, double Z, double Yaw, double Pitch, double Roll)
{
    private const float DegreesPerRadian = 180 / MathF.PI;
    private const float CentimetresPerMetre = 100;

    /// <summary>The pose with these angles, and with this place if it has one.</summary>
    /// <param name="pose">Gives time and confidence.</param>
    public HeadPose ToPose(in HeadPose pose) => pose with
    {
        Rotation = Turn(Vector3.UnitY, Yaw) * Turn(Vector3.UnitX, Pitch) * Turn(Vector3.UnitZ, Roll),
        Translation = pose.Translation is null ? null : new Vector3((float)X, (float)Y, (float)-Z) / CentimetresPerMetre,
    };

    /// <summary>A pose on these axes; without a place it is at the camera (0, 0, 0).</summary>
    public static GameAxes From(in HeadPose pose)
    {
        var right = Vector3.Transform(Vector3.UnitX, pose.Rotation);
        var up = Vector3.Transform(Vector3.UnitY, pose.Rotation);
        var face = Vector3.Transform(Vector3.UnitZ, pose.Rotation);
        var place = (pose.Translation ?? Vector3.Zero) * CentimetresPerMetre;

        // R13 = -cos p · sin y, R33 = cos p · cos y, R23 = sin p, R21 = -cos p · sin r, R22 = cos p · cos r.
        return new(
            place.X,
            place.Y,
            -place.Z,
            MathF.Atan2(-face.X, face.Z) * DegreesPerRadian,
            MathF.Asin(Math.Clamp(face.Y, -1, 1)) * DegreesPerRadian,
            MathF.Atan2(-right.Y, up.Y) * DegreesPerRadian);
    }

    private static Quaternion Turn(Vector3 axis, double degrees) => Quaternion.CreateFromAxisAngle(axis, (float)-degrees / DegreesPerRadian);
}
