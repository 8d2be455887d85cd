using System.Numerics;

namespace HeadTracker.Training.Labelling;

/// <summary>A face model laid over 68 landmarks of a photo.</summary>
/// <param name="Rotation">Head → camera as seen along the ray through the face's centre.</param>
/// <param name="Scale">Pixels per unit of the model at the face's centre.</param>
/// <param name="Center">Where the model's centre falls, in image pixels.</param>
/// <param name="Perspective">The model's unit over the distance to the camera: 0 is a scaled orthographic camera.</param>
/// <param name="Coefficients">Shape, in standard deviations per mode.</param>
/// <param name="Residual">Robust root mean square distance between landmarks and model, in units of the model (about half a face).</param>
public sealed record LandmarkFit(Quaternion Rotation, float Scale, Vector2 Center, float Perspective, double[] Coefficients, float Residual)
{
    /// <summary>Residual at which a label is worth half: twice what careful annotators differ by.</summary>
    private const float HalfResidual = 0.09f;

    /// <summary>1 for a perfect fit, 1/2 at a residual of 0.09, towards 0 for points that make no face.</summary>
    public float Confidence => 1 / (1 + Residual / HalfResidual * (Residual / HalfResidual));
}
