using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>Where a head is and which way it faces at one moment.</summary>
/// <param name="Rotation">
/// Unit quaternion head → camera. The camera frame has x to image right, y up and z towards the viewer (OpenGL's eye frame);
/// the head frame coincides with it when the face looks straight into the camera.
/// </param>
/// <param name="Translation">
/// Place of a point of the head in metres in the camera frame (z is negative in front of the camera), or null when unknown: of the middle between
/// the ears where nothing else is said, and of the neck's pivot behind <see cref="Response.PoseShaper"/>.
/// </param>
/// <param name="Timestamp">When the camera took the frame, on the source's own clock.</param>
/// <param name="Confidence">0 (worthless) to 1 (as sure as the estimator gets).</param>
public readonly record struct HeadPose(Quaternion Rotation, Vector3? Translation, TimeSpan Timestamp, float Confidence)
{
    /// <summary>The rotation in degrees, in the labels' convention.</summary>
    public EulerAngles Angles => EulerAngles.FromRotation(Rotation);

    /// <summary>Whether it can be a pose at all: numbers throughout, a rotation, and a place within <see cref="FarthestPlace"/>.</summary>
    public bool IsValid =>
        MathF.Abs(Rotation.LengthSquared() - 1) < 0.01f && float.IsFinite(Confidence)
        && (Translation is not { } place || place.Length() < FarthestPlace);

    /// <summary>The pose of another point of the same head: it turns alike, and is elsewhere.</summary>
    /// <param name="point">Metres in the head frame, from the point that this is the pose of.</param>
    public HeadPose At(Vector3 point) => Translation is { } place && point != Vector3.Zero
        ? this with { Translation = place + Vector3.Transform(point, Rotation) }
        : this;

    /// <summary>Metres beyond which no camera sees a head.</summary>
    private const float FarthestPlace = 1e4f;
}
