using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Response;

/// <summary>Tells poses against one that the user has made zero: "this is straight ahead for me".</summary>
public sealed class Recentring
{
    private Quaternion _rotation = Quaternion.Identity;
    private Vector3 _translation;
    private bool _isSet;

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
