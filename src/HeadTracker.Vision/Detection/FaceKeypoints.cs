using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>Which network's idea of the points it is: each marks the same point at a slightly different place.</summary>
public enum KeypointModel
{
    /// <summary>All six points.</summary>
    BlazeFace,

    /// <summary>Eyes, nose, and the middle between the mouth's corners; no ears.</summary>
    YuNet,
}

/// <summary>
/// Six points of a face in image pixels, the centre of the top left pixel at (0, 0). Right and left are the person's own, so the
/// right eye is the one at the image's left when the face looks into the camera.
/// </summary>
/// <param name="RightEye">Its middle.</param>
/// <param name="LeftEye">Its middle.</param>
/// <param name="NoseTip">The tip of the nose.</param>
/// <param name="Mouth">Its middle.</param>
/// <param name="RightEar">In front of the ear, where the temple ends; NaN when the detector has no ears.</param>
/// <param name="LeftEar">As <paramref name="RightEar"/>.</param>
/// <param name="Model">The network that marked them, which says what is missing.</param>
public readonly record struct FaceKeypoints(
    Vector2 RightEye, Vector2 LeftEye, Vector2 NoseTip, Vector2 Mouth, Vector2 RightEar, Vector2 LeftEar, KeypointModel Model)
{
    /// <summary>How many points there are.</summary>
    public const int Count = 6;

    /// <summary>What stands for a point that the detector does not give.</summary>
    public static readonly Vector2 Missing = new(float.NaN);

    /// <summary>
    /// Degrees by which the face is turned in the image's plane, clockwise: from straight down to the way from the eyes to the mouth.
    /// 0 for a head that stands, ±90 for one that lies, ±180 upside down. 0 when the points coincide.
    /// </summary>
    public float Tilt
    {
        get
        {
            var down = Mouth - (RightEye + LeftEye) / 2;
            return down == Vector2.Zero ? 0 : MathF.Atan2(-down.X, down.Y) * 180 / MathF.PI;
        }
    }

    /// <summary>Where the points are once the face has moved and grown with its box.</summary>
    /// <param name="from">Where it was.</param>
    /// <param name="to">Where it is; the same shape.</param>
    public FaceKeypoints Moved(FaceBox from, FaceBox to)
    {
        var scale = to.Width / from.Width;
        var (origin, target) = (from.CenterPixel, to.CenterPixel);
        Vector2 Of(Vector2 point) => target + scale * (point - origin);
        return new FaceKeypoints(Of(RightEye), Of(LeftEye), Of(NoseTip), Of(Mouth), Of(RightEar), Of(LeftEar), Model);
    }

    /// <summary>The points in the order of the constructor.</summary>
    public Vector2 this[int index] => index switch
    {
        0 => RightEye,
        1 => LeftEye,
        2 => NoseTip,
        3 => Mouth,
        4 => RightEar,
        5 => LeftEar,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };
}
