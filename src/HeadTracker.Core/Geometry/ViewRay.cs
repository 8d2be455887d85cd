using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>What a head's rotation means away from the image's centre.</summary>
/// <remarks>
/// A network that sees only a crop judges the head as if the camera looked straight at it: its rotation R_crop is relative to
/// the view ray through the crop's centre. The pose in the camera frame is
/// <code>R = R_ray · R_crop</code>
/// with R_ray the smallest rotation that carries the optical axis (0, 0, -1) to that ray. Someone who looks straight into the lens
/// from the edge of a 70° image has R_crop = 1, and R turns the face towards the centre. Estimators that know the camera
/// (PnP) give R at once.
/// </remarks>
public static class ViewRay
{
    /// <summary>R_ray for the ray through a pixel.</summary>
    public static Quaternion RotationTo(in PinholeCamera camera, Vector2 pixel) => RotationTo(camera.RayThrough(pixel));

    /// <summary>R_ray for the ray to a point.</summary>
    /// <param name="point">In the camera frame, before the camera (z &lt; 0), in any unit.</param>
    public static Quaternion RotationTo(Vector3 point)
    {
        // Smallest rotation between unit vectors a and b: (a × b, 1 + a · b), normalised. The ray is never opposite to the axis.
        var ray = Vector3.Normalize(point);
        return Quaternion.Normalize(new Quaternion(Vector3.Cross(-Vector3.UnitZ, ray), 1 - ray.Z));
    }

    /// <summary>From a rotation judged on a crop about <paramref name="pixel"/> to the camera frame.</summary>
    public static Quaternion ToCamera(Quaternion seenInCrop, in PinholeCamera camera, Vector2 pixel) => RotationTo(camera, pixel) * seenInCrop;

    /// <summary>The inverse of <see cref="ToCamera"/>: how the head looks in a crop about <paramref name="pixel"/>.</summary>
    public static Quaternion ToCrop(Quaternion inCamera, in PinholeCamera camera, Vector2 pixel) =>
        Quaternion.Conjugate(RotationTo(camera, pixel)) * inCamera;
}
