using HeadTracker.Results;

namespace HeadTracker.Rendering;

/// <summary>The tracker's faces as pictures show them.</summary>
internal static class TrackedFaces
{
    /// <summary>Seen faces first, then the places of the lost ones.</summary>
    /// <param name="result">What the tracker found.</param>
    /// <param name="faces">Grows when it is too small.</param>
    /// <param name="recentred">Numbers against the recentred zero instead of the camera.</param>
    /// <returns>How many there are.</returns>
    public static int Fill(TrackingResult result, ref TrackedFace[] faces, bool recentred)
    {
        var count = result.Faces.Count + result.Lost.Count;
        if (faces.Length < count) faces = new TrackedFace[2 * count];
        var next = 0;
        foreach (var face in result.Faces) faces[next++] = new TrackedFace(face.Id, face.Box, face.Pose, (recentred ? face.Recentred : face.Pose).Angles);
        foreach (var face in result.Lost) faces[next++] = new TrackedFace(face.Id, face.Box, default, default, IsLost: true);
        return count;
    }
}
