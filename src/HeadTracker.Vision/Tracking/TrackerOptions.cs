using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Tracking;

/// <summary>How faces are followed.</summary>
/// <param name="AllFaces">Every face, or only one: the largest, then the one nearest to where it last was.</param>
/// <param name="DetectEvery">Frames after which the whole frame is searched even though every face is being followed.</param>
/// <param name="FieldOfView">The camera's diagonal field of view in degrees.</param>
/// <param name="LookEvery">
/// Frames after which the detector looks at a followed face again; in between its picture is followed. 1 looks in every frame.
/// </param>
public sealed record TrackerOptions(
    bool AllFaces = false,
    int DetectEvery = 15,
    float FieldOfView = PinholeCamera.TypicalDiagonalFieldOfView,
    int LookEvery = 4)
{
    /// <summary>How long a face may be out of sight and still be the same person when it comes back near its old place.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(IPoseFilter.LongestGap);
}
