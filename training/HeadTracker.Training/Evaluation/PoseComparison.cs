using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Metrics;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Evaluation;

/// <summary>A face's label beside what a model said.</summary>
/// <param name="Face">With its label.</param>
/// <param name="Predicted">Head → camera.</param>
/// <param name="OfAxes">Whether the set labels the head's axis alone (<see cref="HeadAxis"/>): then roll counts nowhere.</param>
public readonly record struct PoseComparison(LabelledFace Face, Quaternion Predicted, bool OfAxes = false)
{
    /// <summary>What the model said in the angles of the label.</summary>
    public EulerAngles Said => OfAxes ? HeadAxis.Of(Predicted) : EulerAngles.FromRotation(Predicted);

    /// <summary>Predicted minus true, in degrees, each the shorter way round.</summary>
    public EulerAngles Difference => AngleDifference.OfPoses(Said, Face.Angles);

    /// <summary>
    /// The angle in degrees of the one rotation between them: does not suffer from gimbal lock near ±90° of yaw. Between the axes where only these are
    /// labelled.
    /// </summary>
    public float Geodesic => OfAxes ? Between(Vector3.UnitZ) : Rotations.AngleBetween(Face.Rotation, Predicted);

    /// <summary>Mean angle in degrees between the labelled axes of both heads, most often all three (MAEV of TriNet: Cao et al. 2021, §4.3).</summary>
    public float VectorError
    {
        get
        {
            var z = Between(Vector3.UnitZ);
            return OfAxes ? z : (Between(Vector3.UnitX) + Between(Vector3.UnitY) + z) / 3;
        }
    }

    private float Between(Vector3 axis)
    {
        var (u, v) = (Vector3.Transform(axis, Face.Rotation), Vector3.Transform(axis, Predicted));
        return MathF.Atan2(Vector3.Cross(u, v).Length(), Vector3.Dot(u, v)) * (180 / MathF.PI);
    }
}
