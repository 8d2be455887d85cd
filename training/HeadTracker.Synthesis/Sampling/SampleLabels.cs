using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Surfaces;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>Which region of a picture is to be labelled densely.</summary>
/// <param name="Side">Cells across, and down.</param>
/// <param name="Region">The region in pixels of the frame, once the picture is there; it may reach beyond the frame.</param>
public sealed record LabelGrid(int Side, Func<Mat, SampleTruth, FaceBox> Region);

/// <summary>Dense labels of a region of a picture, row-major, row 0 on top. They stay as they are when the camera moves nearer or is cropped.</summary>
/// <param name="Region">In pixels of the frame.</param>
/// <param name="Parts">What each cell shows, <see cref="FaceParts.Unknown"/> beyond the frame.</param>
/// <param name="Depth">Along the view frame's axis, from the face's centre away from the camera, in face sizes; 0 where there is no surface.</param>
/// <param name="Normals">Unit, view frame (<see cref="SampleTruth.Rotation"/>); zero where there is no surface.</param>
/// <param name="Visible">Of the 68 landmarks, whether each is in the frame with nothing before it.</param>
public sealed record SampleLabels(FaceBox Region, FacePart[] Parts, float[] Depth, Vector3[] Normals, bool[] Visible)
{
    /// <summary>Frames of a clip: how far what each cell shows moves until a later one, in the frame's pixels; null beyond the frame.</summary>
    public Vector2?[]? Motion { get; init; }

    /// <summary>Labels of the camera frame, brought to the view frame.</summary>
    /// <param name="labels">In the camera frame.</param>
    /// <param name="region">What they are of.</param>
    /// <param name="truth">Of the picture.</param>
    /// <param name="visible">See <see cref="Visible"/>.</param>
    public static SampleLabels Of(SurfaceLabels labels, FaceBox region, SampleTruth truth, bool[] visible)
    {
        var toView = Quaternion.Conjugate(ViewRay.RotationTo(truth.FaceCentre));
        var centre = truth.FaceCentre.Length();
        var depth = new float[labels.Parts.Length];
        var normals = new Vector3[labels.Parts.Length];
        for (var i = 0; i < depth.Length; i++)
        {
            if (labels.Parts[i] is FacePart.Background or FaceParts.Unknown) continue;
            depth[i] = (-Vector3.Transform(labels.Positions[i], toView).Z - centre) / truth.FaceSize;
            normals[i] = Vector3.Transform(labels.Normals[i], toView);
        }

        return new SampleLabels(region, labels.Parts, depth, normals, visible);
    }
}
