using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>
/// The one camera model: a pinhole with square pixels and its principal point at the image's centre. Estimators, renderers
/// and the synthesiser all project through it.
/// </summary>
/// <param name="Width">Image width in pixels.</param>
/// <param name="Height">Image height in pixels.</param>
/// <param name="FocalLength">Focal length in pixels.</param>
public readonly record struct PinholeCamera(int Width, int Height, float FocalLength)
{
    /// <summary>What a laptop's webcam has, near enough, when nobody says otherwise: degrees across the image's diagonal.</summary>
    public const float TypicalDiagonalFieldOfView = 70;

    /// <summary>A camera by the angle across its picture's diagonal, in degrees, as makers of webcams tell it.</summary>
    public static PinholeCamera FromDiagonalFieldOfView(int width, int height, float degrees = TypicalDiagonalFieldOfView) =>
        new(width, height, MathF.Sqrt((float)width * width + (float)height * height) / 2 / MathF.Tan(degrees * MathF.PI / 360));

    /// <summary>A camera by the angle from its picture's upper edge to the lower one, in degrees.</summary>
    public static PinholeCamera FromVerticalFieldOfView(int width, int height, float degrees) =>
        new(width, height, height / 2f / MathF.Tan(degrees * MathF.PI / 360));

    /// <summary>Vertical field of view in degrees.</summary>
    public float VerticalFieldOfView => 2 * MathF.Atan(Height / 2f / FocalLength) * (180 / MathF.PI);

    /// <summary>
    /// Projects a point in metres in the camera frame (x right, y up, z towards the viewer; visible points have z &lt; 0)
    /// to pixels (x right, y down, the centre of the top left pixel at 0, 0).
    /// </summary>
    public Vector2 Project(Vector3 point) =>
        new((Width - 1) / 2f - FocalLength * point.X / point.Z, (Height - 1) / 2f + FocalLength * point.Y / point.Z);

    /// <summary>The unit view ray through a pixel, in the camera frame.</summary>
    public Vector3 RayThrough(Vector2 pixel) =>
        Vector3.Normalize(new Vector3(pixel.X - (Width - 1) / 2f, (Height - 1) / 2f - pixel.Y, -FocalLength));
}
