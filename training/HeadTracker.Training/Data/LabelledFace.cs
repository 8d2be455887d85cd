using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data;

/// <summary>One face of a dataset: where it is and which way it looks.</summary>
/// <param name="Image">Name of the photo in its dataset.</param>
/// <param name="Box">The face's box in image pixels.</param>
/// <param name="Rotation">Head → camera, in the frame of <see cref="HeadPose"/>.</param>
public sealed record LabelledFace(string Image, FaceBox Box, Quaternion Rotation)
{
    /// <summary>Pixels, in all; no decoder takes photos of such a side.</summary>
    private const float FarthestEdge = 1 << 20;

    private const float LengthTolerance = 1e-2f;

    private readonly EulerAngles? _labelled;

    /// <summary>How much the label counts in the losses: 1 for a measured pose, less for one that was inferred.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>Who it is, or which photo it was made from: training and validation never share one. Empty when unknown.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The dataset's own part: "train" or "test"; empty when it has none.</summary>
    public string Part { get; init; } = "";

    /// <summary>68 landmarks in image pixels in iBUG's order, the centre of the top left pixel at (0, 0); null when the dataset has none.</summary>
    public IReadOnlyList<Vector2>? Landmarks { get; init; }

    /// <summary>Why nothing can be made of it, or null where something can; its photo is not looked at.</summary>
    public string? Flaw =>
        Box.IsEmpty || !(MathF.Abs(Box.X) + MathF.Abs(Box.Y) + Box.Width + Box.Height < FarthestEdge) ? "with a box of no size, or beyond any photo"
        : !IsRotation(Rotation) ? "without a rotation"
        : !IsWeight(Weight) ? "with a weight that is negative or no number"
        : Landmarks is { } points && !points.All(point => float.IsFinite(point.X + point.Y)) ? "with a landmark that is no number" : null;

    /// <summary>Whether it has the length 1, as far as floats keep it.</summary>
    internal static bool IsRotation(Quaternion rotation) => MathF.Abs(rotation.LengthSquared() - 1) < LengthTolerance;

    internal static bool IsWeight(float weight) => weight >= 0 && float.IsFinite(weight);

    /// <summary>
    /// The angles in degrees as the dataset labels them, in the signs of <see cref="EulerAngles"/> and not brought into any range: what papers filter, train
    /// and score by. Those of the rotation where the dataset has no angles of its own.
    /// </summary>
    public EulerAngles Angles
    {
        get => _labelled ?? EulerAngles.FromRotation(Rotation);
        init => _labelled = value;
    }
}
