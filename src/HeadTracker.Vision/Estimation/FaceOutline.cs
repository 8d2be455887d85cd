using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Estimation;

/// <summary>Where a head is, from its canonical box and its rotation: the outline of an average face tells how large the box would be at 1 m.</summary>
internal static class FaceOutline
{
    /// <summary>
    /// Those of the 68 landmarks that bound the canonical box in some pose, in metres in the head frame of <see cref="GenericFace"/>:
    /// one side's jaw line and brow, then chin, nose bridge and nose tip. The mean of <c>aflw2000-dev</c>'s fitted faces, turned to the front,
    /// made symmetric, and scaled to 63 mm between the pupils.
    /// </summary>
    internal static readonly Vector3[] Points =
    [
        .. BothSides(new(0.0720f, 0.0086f, -0.0157f)), // jaw at the ear
        .. BothSides(new(0.0662f, -0.0297f, -0.0120f)),
        .. BothSides(new(0.0564f, -0.0629f, 0.0007f)),
        .. BothSides(new(0.0359f, -0.0850f, 0.0354f)),
        .. BothSides(new(0.0561f, 0.0301f, 0.0465f)), // brow's outer end
        .. BothSides(new(0.0374f, 0.0377f, 0.0663f)),
        .. BothSides(new(0.0184f, 0.0346f, 0.0732f)), // and inner end
        new(0, -0.0969f, 0.0589f), // chin
        new(0, 0.0163f, 0.0768f),
        new(0, -0.0172f, 0.0968f), // nose tip
    ];

    /// <summary>Mean depth of the points that face the viewer, in the head frame: what the box's scale belongs to.</summary>
    private static readonly Vector3 ScaleCenter = new(0, -0.02f, 0.04f);

    /// <summary>Place of the head's origin in the camera frame, in metres.</summary>
    /// <param name="box">Canonical face box in pixels.</param>
    /// <param name="seenInCrop">The head's rotation against the view ray through the box's centre (see <see cref="ViewRay"/>).</param>
    /// <param name="camera">The camera.</param>
    /// <remarks>
    /// Under scaled orthography the box's mean side l (√ of its area) and the rotated outline's L give the depth Z = f · L / l along the optical
    /// axis, hence Z / cos θ along the view ray; the outline's middle lies on that ray.
    /// </remarks>
    public static Vector3 Locate(FaceBox box, Quaternion seenInCrop, in PinholeCamera camera)
    {
        var least = new Vector2(float.PositiveInfinity);
        var most = new Vector2(float.NegativeInfinity);
        foreach (var point in Points)
        {
            var turned = Vector3.Transform(point, seenInCrop);
            least = Vector2.Min(least, new Vector2(turned.X, turned.Y));
            most = Vector2.Max(most, new Vector2(turned.X, turned.Y));
        }

        var size = most - least;
        var middle = (least + most) / 2;
        var pixel = box.CenterPixel;
        var depth = camera.FocalLength * MathF.Sqrt(size.X * size.Y / box.Area);
        var distance = depth / -camera.RayThrough(pixel).Z;
        var origin = new Vector3(-middle, -distance - Vector3.Transform(ScaleCenter, seenInCrop).Z);
        return Vector3.Transform(origin, ViewRay.RotationTo(camera, pixel));
    }

    private static Vector3[] BothSides(Vector3 point) => [point, point with { X = -point.X }];
}
