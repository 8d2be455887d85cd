using System.Numerics;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// A head beside the picture's middle is seen from the side: the same rotation in the camera frame looks turned. Labels are
/// measured against the ray that the face is seen along, as <see cref="HeadTracker.Geometry.ViewRay"/> does it for a pixel.
/// </summary>
public static class SightLine
{
    /// <summary>
    /// The smallest rotation that takes the camera's axis (-z) to the ray to <paramref name="faceCentre"/>. A head with the
    /// rotation R in the camera frame is seen with conjugate(this) · R.
    /// </summary>
    public static Quaternion To(Vector3 faceCentre)
    {
        var ray = Vector3.Normalize(faceCentre);
        var axis = Vector3.Cross(-Vector3.UnitZ, ray);
        var sine = axis.Length();
        return sine < 1e-7f ? Quaternion.Identity : Quaternion.CreateFromAxisAngle(axis / sine, MathF.Atan2(sine, -ray.Z));
    }
}
