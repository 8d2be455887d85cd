using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>
/// Maps one network's own boxes and points to the canonical face box, the tight box of the 68 landmarks that pose networks are
/// trained on.
/// </summary>
/// <remarks>
/// In units of the own box's mean side and relative to its centre, each edge of the canonical box is a linear function of eyes,
/// nose tip and mouth:
/// <code>edge = w · (right eye x, y, left eye x, y, nose x, y, mouth x, y, 1)</code>
/// The right edge is the left edge's mirror image, so three rows say it all. The numbers are the ridge regression
/// (λ = 3·10⁻⁴ per sample) on every second face of <c>faces68-helen-afw</c> and <c>faces68-ytf-training</c> and their mirror images, each seen
/// at the network's <see cref="IFaceNetwork.ViewScale"/>;
/// the small ridge costs 0.003 of overlap and keeps the weights small, so that points that tremble do not shake the box. Mean
/// overlap with the landmark box on the other half, own box → constant edges → this: back 0.81 → 0.86 → 0.89, front
/// 0.81 → 0.86 → 0.88, YuNet 0.69 → 0.87 → 0.88.
/// </remarks>
internal sealed class CanonicalBox
{
    public static readonly CanonicalBox BlazeFaceFront = new(
        [0.2507f, -0.2030f, -0.1412f, -0.1364f, 0.0324f, 0.2325f, -0.0578f, 0.1918f, -0.5240f],
        [0.0332f, 0.0829f, -0.0332f, 0.0829f, 0, 0.3813f, 0, 0.2364f, -0.4109f],
        [0.1987f, -0.0284f, -0.1987f, -0.0284f, 0, 0.0261f, 0, 0.0779f, 0.5787f]);

    public static readonly CanonicalBox BlazeFaceBack = new(
        [0.2852f, -0.1447f, -0.1562f, -0.0696f, -0.0122f, 0.1477f, -0.0220f, 0.1349f, -0.4681f],
        [0.0051f, 0.1217f, -0.0051f, 0.1217f, 0, 0.3212f, 0, 0.1956f, -0.3920f],
        [0.1480f, -0.0300f, -0.1480f, -0.0300f, 0, 0.0971f, 0, 0.1134f, 0.5443f]);

    public static readonly CanonicalBox YuNet = new(
        [0.0058f, -0.0874f, -0.0470f, -0.0908f, -0.0486f, 0.0253f, -0.1074f, 0.1682f, -0.5128f],
        [0.0304f, 0.2298f, -0.0304f, 0.2298f, 0, 0.2570f, 0, 0.0495f, -0.2508f],
        [0.1956f, -0.0510f, -0.1956f, -0.0510f, 0, -0.0226f, 0, 0.3279f, 0.5691f]);

    private readonly float[] left;
    private readonly float[] top;
    private readonly float[] bottom;

    private CanonicalBox(float[] left, float[] top, float[] bottom) => (this.left, this.top, this.bottom) = (left, top, bottom);

    /// <summary>The canonical box of a detection whose box is still the network's own.</summary>
    public FaceBox Of(in FaceDetection own)
    {
        var center = own.Box.Center;
        var side = (own.Box.Width + own.Box.Height) / 2;
        var points = own.Keypoints;
        var rightEye = Relative(points.RightEye, center, side);
        var leftEye = Relative(points.LeftEye, center, side);
        var nose = Relative(points.NoseTip, center, side);
        var mouth = Relative(points.Mouth, center, side);
        return FaceBox.FromEdges(
            center.X + side * Edge(left, rightEye, leftEye, nose, mouth),
            center.Y + side * Edge(top, rightEye, leftEye, nose, mouth),
            center.X - side * Edge(left, Mirrored(leftEye), Mirrored(rightEye), Mirrored(nose), Mirrored(mouth)),
            center.Y + side * Edge(bottom, rightEye, leftEye, nose, mouth));
    }

    // Points count from pixels' centres, boxes from their edges.
    private static Vector2 Relative(Vector2 point, Vector2 center, float side) => (point + new Vector2(0.5f) - center) / side;

    private static Vector2 Mirrored(Vector2 point) => point with { X = -point.X };

    private static float Edge(float[] w, Vector2 rightEye, Vector2 leftEye, Vector2 nose, Vector2 mouth) =>
        w[0] * rightEye.X + w[1] * rightEye.Y + w[2] * leftEye.X + w[3] * leftEye.Y
        + w[4] * nose.X + w[5] * nose.Y + w[6] * mouth.X + w[7] * mouth.Y + w[8];
}
