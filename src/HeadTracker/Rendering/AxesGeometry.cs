using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>Where the three axes of one head stand in space. The window, the overlay and their tests all start from it.</summary>
/// <param name="Origin">Centre of the head in metres in the camera frame (x right, y up, z towards the viewer).</param>
/// <param name="Rotation">Head → camera.</param>
/// <param name="Length">Length of each axis in metres.</param>
public readonly record struct AxesGeometry(Vector3 Origin, Quaternion Rotation, float Length)
{
    /// <summary>Each axis is this part of the face box's longer side, so that it reaches a little beyond the face.</summary>
    public const float LengthPerBox = 0.62f;

    /// <summary>Metres before the camera within which nothing is drawn.</summary>
    public const float NearPlane = 0.02f;

    // Only sets the depth, and with it the strength of the perspective, when an estimator gives no translation.
    private const float TypicalFaceHeight = 0.2f;

    public static AxesGeometry Of(in DrawnFace face, PinholeCamera camera)
    {
        var side = MathF.Max(face.Box.Width, face.Box.Height);
        var origin = face.Pose.Translation ?? Place(face.Box.CenterPixel, side, camera);
        return new AxesGeometry(origin, face.Pose.Rotation, LengthPerBox * side * -origin.Z / camera.FocalLength);
    }

    /// <summary>Unit vector of an axis in the camera frame.</summary>
    public Vector3 Direction(PoseAxis axis) => Vector3.Transform(HeadDirection(axis), Rotation);

    /// <summary>The end of an axis in metres in the camera frame; <see cref="PinholeCamera.Project"/> says where it shows.</summary>
    public Vector3 Tip(PoseAxis axis) => Origin + Length * Direction(axis);

    /// <summary>A rotation that carries +z to the axis, for a mesh that is modelled along +z.</summary>
    public Quaternion Orientation(PoseAxis axis) => Rotation * axis switch
    {
        PoseAxis.X => Quaternion.CreateFromAxisAngle(Vector3.UnitY, MathF.PI / 2),
        PoseAxis.Y => Quaternion.CreateFromAxisAngle(Vector3.UnitX, MathF.PI / 2),
        _ => Quaternion.Identity,
    };

    /// <summary>
    /// The part of the picture that the drawn axes can reach, in its pixels, with their outline; null when a part of them is
    /// nearer than <see cref="NearPlane"/>, where they are not drawn.
    /// </summary>
    public FaceBox? Bounds(PinholeCamera camera, float outline)
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        ReadOnlySpan<Vector3> ends = [Origin, Tip(PoseAxis.X), Tip(PoseAxis.Y), Tip(PoseAxis.Z)];
        foreach (var end in ends)
        {
            if (end.Z > -NearPlane) return null;
            var pixel = camera.Project(end) + new Vector2(0.5f);
            var reach = new Vector2(ArrowMesh.HeadRadius * 1.1f * Length * camera.FocalLength / -end.Z + outline + 2);
            (low, high) = (Vector2.Min(low, pixel - reach), Vector2.Max(high, pixel + reach));
        }

        return FaceBox.FromEdges(low.X, low.Y, high.X, high.Y);
    }

    private static Vector3 HeadDirection(PoseAxis axis) => axis switch
    {
        PoseAxis.X => Vector3.UnitX,
        PoseAxis.Y => -Vector3.UnitY,
        _ => Vector3.UnitZ,
    };

    private static Vector3 Place(Vector2 pixel, float side, PinholeCamera camera)
    {
        var ray = camera.RayThrough(pixel);
        var depth = camera.FocalLength * TypicalFaceHeight / MathF.Max(side, 1);
        return ray * (depth / -ray.Z);
    }
}
