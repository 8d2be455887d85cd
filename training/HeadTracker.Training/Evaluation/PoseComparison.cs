using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Metrics;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Evaluation;

/// <summary>A face's label beside what a model said.</summary>
public readonly record struct PoseComparison(LabelledFace Face, Quaternion Predicted)
{
    /// <summary>Predicted minus true, in degrees, each the shorter way round.</summary>
    public EulerAngles Difference => AngleDifference.OfPoses(EulerAngles.FromRotation(Predicted), Face.Angles);

    /// <summary>The angle in degrees of the one rotation between them: does not suffer from gimbal lock near ±90° of yaw.</summary>
    public float Geodesic => Rotations.AngleBetween(Face.Rotation, Predicted);

    /// <summary>Mean angle in degrees between the three axes of both heads (MAEV of TriNet: Cao et al. 2021, §4.3).</summary>
    public float VectorError
    {
        get
        {
            var (a, b) = (Face.Rotation, Predicted);
            return (Between(Vector3.UnitX) + Between(Vector3.UnitY) + Between(Vector3.UnitZ)) / 3;

            float Between(Vector3 axis)
            {
                var (u, v) = (Vector3.Transform(axis, a), Vector3.Transform(axis, b));
                return MathF.Atan2(Vector3.Cross(u, v).Length(), Vector3.Dot(u, v)) * (180 / MathF.PI);
            }
        }
    }
}
