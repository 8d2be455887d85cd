using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tracking;

/// <summary>Whether something found is a face, and upright enough that its pose can be believed.</summary>
/// <remarks>
/// Neither the detector's score nor the pose's confidence tells alone: things score up to 0.7, and an upside-down head is told as an upright one
/// with a confidence of up to 0.9. What tells is their sum, the tilt of the points, and whether the face is less of one upside down. The
/// thresholds were chosen with <c>train presence</c>; its figures are in <c>docs/measured.md</c>.
/// </remarks>
public static class FaceTrust
{
    /// <summary>Evidence from which on something is taken for a face, and below which it no longer is.</summary>
    private const float Convincing = 0.95f, Doubtful = 0.85f;

    /// <summary>Evidence that needs no second frame.</summary>
    private const float Beyond = 1.2f;

    /// <summary>Largest tilt in degrees before and after a face is believed: necks bend by 45, and a head that lies has its points put at 50 or more.</summary>
    private const float SteepestTilt = 45, KeptTilt = 55;

    /// <summary>Degrees between the poses of two frames that agree; a head turns by 10 at most, and what is none answers at random.</summary>
    private const float Agreement = 20;

    /// <summary>Whether a face that was believed still can be.</summary>
    internal static bool Stays(in FaceDetection face, in HeadPose pose) => EvidenceOf(face, pose) >= Doubtful && MathF.Abs(face.Keypoints.Tilt) <= KeptTilt;

    /// <summary>Whether a face can be believed for all that one picture tells.</summary>
    /// <param name="detector">Found it.</param>
    /// <param name="image">In this picture.</param>
    /// <param name="face">The face.</param>
    /// <param name="pose">Its pose as estimated from the picture.</param>
    public static bool Convinces(IFaceDetector detector, BgrImage image, in FaceDetection face, in HeadPose pose) =>
        EvidenceOf(face, pose) >= Convincing && MathF.Abs(face.Keypoints.Tilt) <= SteepestTilt && detector.IsUpright(image, face);

    /// <summary>Whether a frame that convinces needs none to confirm it, or is confirmed by one before.</summary>
    internal static bool IsConfirmed(in FaceDetection face, in HeadPose pose, HeadPose? before) =>
        EvidenceOf(face, pose) >= Beyond
        || (before is { } earlier && Rotations.AngleBetween(earlier.Rotation, pose.Rotation) <= Agreement);

    // A score below 0.5 is none, a confidence is anything: so that one tells as much as the other.
    private static float EvidenceOf(in FaceDetection face, in HeadPose pose) => face.Score + pose.Confidence / 2;
}
