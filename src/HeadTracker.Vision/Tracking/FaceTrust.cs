using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;

namespace HeadTracker.Tracking;

/// <summary>Whether something found is a face, and upright enough that its pose can be believed.</summary>
/// <remarks>
/// Neither the detector's score nor the pose's confidence tells alone: things score up to 0.7, an upside-down head is told as an upright one
/// with a confidence of up to 0.9, and a painted or raised face scores more upside down. What tells is their sum, the tilt of the points, and whether
/// the sum is less upside down. The thresholds were chosen with <c>train presence</c>; its figures are in <c>docs/measured.md</c>.
/// </remarks>
/// <param name="detector">Found the faces; stays the caller's.</param>
/// <param name="estimator">Gave them poses; stays the caller's.</param>
public sealed class FaceTrust(IFaceDetector detector, IPoseEstimator estimator)
{
    /// <summary>Evidence from which on something is taken for a face, and below which it no longer is.</summary>
    private const float Convincing = 0.95f, Doubtful = 0.85f;

    /// <summary>Evidence that needs no second frame, and bears as much tilt as a face that is believed.</summary>
    private const float Beyond = 1.2f;

    /// <summary>
    /// Largest tilt in degrees before and after a face is believed: necks bend by 45, and a head that lies has its points put at 46 or more, but with little
    /// evidence of a pose up to 55.
    /// </summary>
    private const float SteepestTilt = 45, KeptTilt = 55;

    /// <summary>Degrees between the poses of two frames that agree; a head turns by 10 at most, and what is none answers at random.</summary>
    private const float Agreement = 20;

    /// <summary>Whether a face that was believed still can be.</summary>
    internal static bool Stays(in FaceDetection face, in HeadPose pose) => EvidenceOf(face, pose) >= Doubtful && MathF.Abs(face.Keypoints.Tilt) <= KeptTilt;

    /// <summary>Whether a face can be believed for all that one picture tells.</summary>
    /// <param name="image">The picture it was found in.</param>
    /// <param name="camera">That took it.</param>
    /// <param name="face">The face.</param>
    /// <param name="pose">Its pose as estimated from the picture.</param>
    public bool Convinces(BgrImage image, in PinholeCamera camera, in FaceDetection face, in HeadPose pose)
    {
        var evidence = EvidenceOf(face, pose);
        var steepest = evidence >= Beyond && PoseTellsTurned ? KeptTilt : SteepestTilt;
        return evidence >= Convincing && MathF.Abs(face.Keypoints.Tilt) <= steepest && IsUpright(image, camera, face, pose);
    }

    /// <summary>Whether a frame that convinces needs none to confirm it, or is confirmed by one before.</summary>
    internal static bool IsConfirmed(in FaceDetection face, in HeadPose pose, HeadPose? before) =>
        EvidenceOf(face, pose) >= Beyond
        || (before is { } earlier && Rotations.AngleBetween(earlier.Rotation, pose.Rotation) <= Agreement);

    // A pose from points is as sure of points that lie or stand on their head.
    private bool PoseTellsTurned => estimator.UsesPixels;

    // Upside down is told from a face as its mirror image: faces are as good mirrored, and rows are turned round for nothing.
    private bool IsUpright(BgrImage image, in PinholeCamera camera, in FaceDetection face, in HeadPose pose)
    {
        if (!detector.TryFindTurned(image, face, out var turned)) return true;
        if (!PoseTellsTurned) return turned.Score < face.Score;
        Span<HeadPose> other = [default];
        estimator.Estimate(image.UpsideDown, [turned], camera, pose.Timestamp, other);
        return !other[0].IsValid || EvidenceOf(turned, other[0]) < EvidenceOf(face, pose);
    }

    // A score below 0.5 is none, a confidence is anything: so that one tells as much as the other.
    private static float EvidenceOf(in FaceDetection face, in HeadPose pose) => face.Score + pose.Confidence / 2;
}
