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
            faces[next++] = new DrawnFace(face.Id, face.Box, face.Pose, (recentred ? face.Recentred : face.Pose).Angles, HasNoPose: !face.IsSure);
        }

        foreach (var face in result.Lost) faces[next++] = new DrawnFace(face.Id, face.Box, default, default, HasNoPose: true);
        return count;
    }
}
