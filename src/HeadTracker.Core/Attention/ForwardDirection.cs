using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Attention;

/// <summary>The pose of a head that looks at the road: given, or learnt from the first seconds.</summary>
/// <remarks>
/// Learnt as the rotation that most of the seen poses lie close to: the mean of all, then of the half nearest to it, so that
/// glances into mirrors during calibration do not bend it.
/// </remarks>
internal sealed class ForwardDirection
{
    private readonly List<Quaternion> _seen = [];
    private readonly double _seconds;
    private TimeSpan? _start;

    public ForwardDirection(double calibrationSeconds, Quaternion? known)
    {
        _seconds = calibrationSeconds;
        Rotation = known;
    }

    /// <summary>Null until it is known.</summary>
    public Quaternion? Rotation { get; private set; }

    public void Learn(in HeadPose pose)
    {
        _start ??= pose.Timestamp;
        _seen.Add(pose.Rotation);
        if ((pose.Timestamp - _start.Value).TotalSeconds < _seconds) return;

        var mean = Mean(_seen);
        _seen.Sort((a, b) => Rotations.AngleBetween(a, mean).CompareTo(Rotations.AngleBetween(b, mean)));
        Rotation = Mean(_seen[..((_seen.Count + 1) / 2)]);
        _seen.Clear();
    }

    /// <summary>Degrees of yaw and pitch between the forward direction and where the face points now.</summary>
    public (float Yaw, float Pitch) Offset(Quaternion rotation)
    {
        var face = Vector3.Transform(Vector3.UnitZ, Quaternion.Conjugate(Rotation ?? Quaternion.Identity) * rotation);
        const float degrees = 180 / MathF.PI;
        // Seen from the camera, x is to image right: positive yaw turns to image left, positive pitch looks up.
        return (-MathF.Atan2(face.X, face.Z) * degrees, MathF.Asin(Math.Clamp(face.Y, -1, 1)) * degrees);
    }

    private static Quaternion Mean(List<Quaternion> rotations)
    {
        // Chordal mean with signs aligned; fine for rotations that lie within a right angle of each other.
        var sum = default(Quaternion);
        foreach (var rotation in rotations) sum += Quaternion.Dot(rotation, rotations[0]) < 0 ? -rotation : rotation;
        return Quaternion.Normalize(sum);
    }
}
