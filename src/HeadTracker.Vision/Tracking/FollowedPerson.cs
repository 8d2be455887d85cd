using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Tracking;

/// <summary>One person from frame to frame, or something that may turn out to be one.</summary>
internal sealed class FollowedPerson(AdjustableFilter filter)
{
    private float _usualConfidence = float.NaN;
    private HeadPose? _convincing;

    /// <summary>The tracker's number for it; 0 until it is told for the first time.</summary>
    public int Id { get; set; }

    public AdjustableFilter Filter { get; } = filter;

    public FaceDetection Face { get; private set; }

    public TimeSpan LastSeen { get; private set; }

    public bool IsSeen { get; set; }

    /// <summary>The pose as estimated from the frame in which it was last seen.</summary>
    public HeadPose Measured { get; private set; }

    /// <summary>Whether it is believed to be a face, and its pose with it (<see cref="FaceTrust"/>).</summary>
    public bool IsSure { get; private set; }

    /// <summary>When it last was; null for something that never was.</summary>
    public TimeSpan? LastSure { get; private set; }

    /// <summary>The pose is much less certain than this face's poses usually are: the box may have slipped off.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>Frames since the detector last looked at it.</summary>
    public int SinceLook { get; set; }

    public FacePatch Patch { get; } = new();

    /// <summary>Whether its place in this frame comes from its picture and not from the detector.</summary>
    public bool IsCarried { get; private set; }

    /// <summary>The detector sees it.</summary>
    public void See(in FaceDetection face, TimeSpan time) => (Face, LastSeen, IsSeen, IsCarried) = (face, time, true, false);

    /// <summary>Its picture was found again.</summary>
    public void Carry(FaceBox box, TimeSpan time)
    {
        See(Face with { Box = box, Keypoints = Face.Keypoints.Moved(Face.Box, box) }, time);
        IsCarried = true;
    }

    /// <summary>Takes in what was estimated from the frame in which it was just seen.</summary>
    /// <param name="trust">Judges what is not believed yet.</param>
    /// <param name="image">The frame.</param>
    /// <param name="camera">That took it.</param>
    /// <param name="measured">What was estimated.</param>
    public void Judge(FaceTrust trust, BgrImage image, in PinholeCamera camera, in HeadPose measured)
    {
        Measured = measured;
        // Confidences of different models do not compare, so each face is held against its own running mean.
        if (float.IsNaN(_usualConfidence)) _usualConfidence = measured.Confidence;
        IsDoubtful = !(measured.Confidence >= 0.6f * _usualConfidence);
        if (measured.IsValid) _usualConfidence += 0.1f * (measured.Confidence - _usualConfidence);

        if (IsSure)
        {
            IsSure = measured.IsValid && FaceTrust.Stays(Face, measured);
        }
        else
        {
            var convinces = measured.IsValid && trust.Convinces(image, camera, Face, measured);
            IsSure = convinces && FaceTrust.IsConfirmed(Face, measured, _convincing);
            _convincing = convinces ? measured : null;
        }

        if (IsSure) LastSure = LastSeen;
    }
}
