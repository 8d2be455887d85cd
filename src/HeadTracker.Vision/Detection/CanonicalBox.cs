using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>
/// Maps one network's points to the canonical face box, the tight box of the 68 landmarks that pose networks are trained on.
/// </summary>
/// <remarks>
/// Eyes and mouth give the face an upright frame: its origin midway between eyes and mouth, x from eye to eye, and as unit u = √(e² + m²)
/// with e from eye to eye and m from eyes to mouth. In it each edge of the upright face is a linear function of the points,
/// <code>edge = w · (right eye x, y, left eye x, y, nose x, y, mouth x, y, 1)</code>
/// The right edge is the left edge's mirror image, so three rows say it all. An outline between these edges is turned back
/// into the image, and its bounds are the box: a tilted head gets the box that its tilted landmarks would have. The networks'
/// own boxes do not enter; they shrink as the head tilts.
/// <para>
/// The weights are the ridge regression (λ = 3·10⁻⁴ per sample) on every second face of <c>faces68-helen-afw</c> and
/// <c>faces68-ytf-training</c> and their mirror images, seen at about the network's <see cref="IFaceNetwork.ViewScale"/>. Mean overlap with
/// the landmark box on the other half of HELEN and AFW, upright and tilted by 40°: back 0.89 and 0.87, front 0.89 and 0.87, YuNet 0.88
/// and 0.86. With the own box corrected by constants it was 0.86 upright.
/// </para>
/// </remarks>
internal sealed class CanonicalBox
{
    public static readonly CanonicalBox BlazeFaceFront = new(
        [0.0609f, 0.2726f, 0.4760f, -0.2643f, -1.4498f, 0.3174f, -0.2685f, -0.0042f, -0.9351f],
        [-0.3172f, 0.2035f, 0.3172f, 0.2035f, 0, 0.3015f, 0, -0.2035f, -0.6425f],
        [0.5258f, -0.4123f, -0.5258f, -0.4123f, 0, -0.9937f, 0, 0.4123f, 0.7982f]);

    public static readonly CanonicalBox BlazeFaceBack = new(
        [0.0598f, 0.2106f, 0.3967f, -0.2459f, -1.4373f, 0.2290f, -0.2283f, 0.0176f, -0.9208f],
        [-0.3292f, 0.2127f, 0.3292f, 0.2127f, 0, 0.2309f, 0, -0.2127f, -0.6293f],
        [0.4630f, -0.3938f, -0.4630f, -0.3938f, 0, -0.8322f, 0, 0.3938f, 0.7599f]);

    public static readonly CanonicalBox YuNet = new(
        [0.0727f, 0.2883f, 0.3617f, -0.1460f, -1.5230f, -0.2675f, -0.2172f, -0.0712f, -0.8250f],
        [-0.2835f, 0.2409f, 0.2835f, 0.2409f, 0, 0.0343f, 0, -0.2409f, -0.5599f],
        [0.3308f, -0.3313f, -0.3308f, -0.3313f, 0, -0.4037f, 0, 0.3313f, 0.8363f]);

    /// <summary>One side of an average face from the front, its box being [-1, 1] x [-1, 1], y up: jaw from the ear to the chin, then the brow.</summary>
    private static readonly Vector2[] Outline =
        [new(1, 0.55f), new(0.92f, 0), new(0.78f, -0.5f), new(0.5f, -0.82f), new(0, -1), new(0.78f, 0.87f), new(0.52f, 1), new(0.26f, 0.94f)];

    private readonly float[] _left;
    private readonly float[] _top;
    private readonly float[] _bottom;

    private CanonicalBox(float[] left, float[] top, float[] bottom) => (_left, _top, _bottom) = (left, top, bottom);

    /// <summary>The canonical box of a face; empty when the points coincide.</summary>
    public FaceBox Of(in FaceKeypoints points)
    {
        var eyes = (points.RightEye + points.LeftEye) / 2;
        var up = eyes - points.Mouth;
        var across = points.LeftEye - points.RightEye;
        var origin = (eyes + points.Mouth) / 2;
        var unit = MathF.Sqrt(across.LengthSquared() + up.LengthSquared());
        // In the image y runs down: turning "up" clockwise gives a second opinion on "across", right where profiles hide the first.
        var xAxis = Vector2.Normalize(across + new Vector2(-up.Y, up.X)) * unit;
        var yAxis = new Vector2(-xAxis.Y, xAxis.X);

        var rightEye = Inside(points.RightEye - origin, xAxis, yAxis);
        var leftEye = Inside(points.LeftEye - origin, xAxis, yAxis);
        var nose = Inside(points.NoseTip - origin, xAxis, yAxis);
        var mouth = Inside(points.Mouth - origin, xAxis, yAxis);
        var leftEdge = Edge(_left, rightEye, leftEye, nose, mouth);
        var rightEdge = -Edge(_left, Mirrored(leftEye), Mirrored(rightEye), Mirrored(nose), Mirrored(mouth));
        var topEdge = Edge(_top, rightEye, leftEye, nose, mouth);
        var bottomEdge = Edge(_bottom, rightEye, leftEye, nose, mouth);

        var middle = origin + (leftEdge + rightEdge) / 2 * xAxis + (topEdge + bottomEdge) / 2 * yAxis;
        var halfAcross = (rightEdge - leftEdge) / 2 * xAxis;
        var halfUp = (topEdge - bottomEdge) / 2 * yAxis;
        var least = new Vector2(float.PositiveInfinity);
        var most = new Vector2(float.NegativeInfinity);
        foreach (var corner in Outline)
        {
            var above = middle + corner.Y * halfUp;
            var aside = corner.X * halfAcross;
            least = Vector2.Min(least, Vector2.Min(above + aside, above - aside));
            most = Vector2.Max(most, Vector2.Max(above + aside, above - aside));
        }

        // Points count from pixels' centres, boxes from their edges.
        return FaceBox.FromEdges(least.X + 0.5f, least.Y + 0.5f, most.X + 0.5f, most.Y + 0.5f);
    }

    /// <summary>Coordinates in the face's frame; both axes are one unit long.</summary>
    private static Vector2 Inside(Vector2 offset, Vector2 xAxis, Vector2 yAxis) =>
        new Vector2(Vector2.Dot(offset, xAxis), Vector2.Dot(offset, yAxis)) / xAxis.LengthSquared();

    private static Vector2 Mirrored(Vector2 point) => point with { X = -point.X };

    private static float Edge(float[] w, Vector2 rightEye, Vector2 leftEye, Vector2 nose, Vector2 mouth) =>
        w[0] * rightEye.X + w[1] * rightEye.Y + w[2] * leftEye.X + w[3] * leftEye.Y
        + w[4] * nose.X + w[5] * nose.Y + w[6] * mouth.X + w[7] * mouth.Y + w[8];
}
