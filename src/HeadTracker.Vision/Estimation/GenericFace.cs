using System.Numerics;
using HeadTracker.Detection;

namespace HeadTracker.Estimation;

/// <summary>A face of average shape, in metres in the head frame, as a detector marks its points.</summary>
/// <remarks>
/// The head frame has x to image right, y up and z towards the viewer when the face looks into the camera; its origin is the middle
/// between the ears. The scale takes 63 mm between the pupils, the mean of adults. Detectors mark the same point at
/// slightly different places (the mouth's corners lie deeper than its middle), so each has its own shape. The numbers come from
/// structure and motion over the 3,268 faces of <c>faces68-helen-afw</c> and <c>faces68-ytf-training</c>: each face's rotation from its 68
/// landmarks, then each point's place in the head by least squares over all faces, made symmetric.
/// </remarks>
internal sealed class GenericFace
{
    /// <summary>Standard deviation in metres that the fit left at eyes and mouth; weights are relative to it.</summary>
    public const float PointDeviation = 0.003f;

    public static readonly GenericFace BlazeFace = new(
        eye: new(0.0320f, 0.0169f, 0.0557f), nose: new(0, -0.0164f, 0.0952f), mouth: new(0, -0.0493f, 0.0776f), ear: new(0.0665f, -0.0006f, -0.0011f));

    public static readonly GenericFace YuNet = new(
        eye: new(0.0314f, 0.0191f, 0.0605f), nose: new(0, -0.0160f, 0.0849f), mouth: new(0, -0.0443f, 0.0599f), ear: null);

    /// <summary>As the points of this model lie.</summary>
    public static GenericFace Of(KeypointModel model) => model == KeypointModel.BlazeFace ? BlazeFace : YuNet;

    private readonly Vector3[] _points;
    private readonly float[] _weights;

    private GenericFace(Vector3 eye, Vector3 nose, Vector3 mouth, Vector3? ear)
    {
        _points = [Mirrored(eye), eye, nose, mouth];
        // Deviations left by the fit: nose 4 mm; ears 7.5 mm, as hair and the cheek hide them and networks guess.
        _weights = [1, 1, 0.55f, 1];
        if (ear is not { } place) return;
        _points = [.. _points, Mirrored(place), place];
        _weights = [.. _weights, 0.16f, 0.16f];
    }

    /// <summary>In the order of <see cref="Detection.FaceKeypoints"/>; without ears where the detector has none.</summary>
    public ReadOnlySpan<Vector3> Points => _points;

    /// <summary>One over each point's variance, relative to <see cref="PointDeviation"/> squared.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    // The person's right is the image's left, where x is negative.
    private static Vector3 Mirrored(Vector3 point) => point with { X = -point.X };
}
