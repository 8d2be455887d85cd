using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Response;

/// <summary>Tells poses against one that the user has made zero: "this is straight ahead for me".</summary>
public sealed class Recentring
{
    private Quaternion _rotation = Quaternion.Identity;
    private Vector3 _translation;
    private bool _isSet;

    /// <summary>Degrees, and metres, from the zero within which it creeps: what is farther is meant, and stays.</summary>
    private const float NearTurn = 10, NearPlace = 0.1f;

    /// <summary>Lets the zero go part of the way to a pose near it. Nothing happens until a zero is set.</summary>
    /// <param name="pose">As in <see cref="Apply"/>.</param>
    /// <param name="share">0 stays, 1 makes it the zero.</param>
    public void Creep(in HeadPose pose, float share)
    {
        if (!_isSet || Rotations.AngleBetween(_rotation, pose.Rotation) > NearTurn) return;
        if (pose.Translation is { } place)
        {
            if (Vector3.Distance(place, _translation) > NearPlace) return;
            _translation = Vector3.Lerp(_translation, place, share);
        }

        _rotation = Quaternion.Normalize(Quaternion.Slerp(_rotation, pose.Rotation, share));
    }

    /// <summary>Makes a pose the new zero.</summary>
    public void SetZero(in HeadPose pose) => (_rotation, _translation, _isSet) = (pose.Rotation, pose.Translation ?? Vector3.Zero, true);

    /// <summary>
    /// The pose in the head frame of the zero pose: R₀⁻¹·R and R₀⁻¹·(t − t₀). A turn to the user's left is then one to the left
    /// wherever the camera stands. Until a zero is set poses stay as they are, to the last bit.
    /// </summary>
    public HeadPose Apply(in HeadPose pose)
    {
        if (!_isSet) return pose;
        var back = Quaternion.Conjugate(_rotation);
        return pose with
        {
            Rotation = Quaternion.Normalize(back * pose.Rotation),
            Translation = pose.Translation is { } translation ? Vector3.Transform(translation - _translation, back) : null,
        };
    }
}
