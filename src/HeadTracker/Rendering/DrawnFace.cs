using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Results;

namespace HeadTracker.Rendering;

/// <summary>A face as pictures show it.</summary>
/// <param name="Id">The tracker's number for this person; stays the same while the face is followed.</param>
/// <param name="Box">Face box in pixels of the picture.</param>
/// <param name="Pose">Where the axes are drawn: the filtered pose in the camera frame. Confidence comes with it.</param>
/// <param name="Angles">The numbers shown, in degrees: the pose's own angles, or those against the recentred zero.</param>
/// <param name="HasNoPose">The face is no longer seen, or its pose is not believed: only the box is shown, no axes and no angles.</param>
public readonly record struct DrawnFace(int Id, FaceBox Box, HeadPose Pose, EulerAngles Angles, bool HasNoPose = false)
{
    /// <summary>The numbers shown for the place: centimetres to image right, up, and away from the camera; null when it is unknown.</summary>
    public Vector3? Place { get; init; }

    /// <summary>The tracker's faces: those seen first, then the places of the lost ones.</summary>
    /// <param name="result">What the tracker found.</param>
    /// <param name="faces">Grows when it is too small.</param>
    /// <param name="recentred">Numbers against the recentred zero instead of the camera.</param>
    /// <returns>How many there are.</returns>
    internal static int Fill(TrackingResult result, ref DrawnFace[] faces, bool recentred)
    {
        var count = result.Faces.Count + result.Lost.Count;
        if (faces.Length < count) faces = new DrawnFace[2 * count];
        var next = 0;
        foreach (var face in result.Faces)
        {
            var shown = recentred ? face.Recentred : face.Pose;
            faces[next++] = new DrawnFace(face.Id, face.Box, face.Pose, shown.Angles, HasNoPose: !face.IsSure) { Place = InCentimetres(shown) };
        }

        foreach (var face in result.Lost) faces[next++] = new DrawnFace(face.Id, face.Box, default, default, HasNoPose: true);
        return count;
    }

    private static Vector3? InCentimetres(in HeadPose pose)
    {
        if (pose.Translation is null) return null;
        var axes = GameAxes.From(pose);
        return new Vector3((float)axes.X, (float)axes.Y, (float)axes.Z);
    }
}
