using HeadTracker.Detection;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Tracking;

/// <summary>One person from frame to frame.</summary>
internal sealed class FollowedPerson(int id, AdjustableFilter filter)
{
    private float _usualConfidence = float.NaN;

    public int Id { get; } = id;

    public AdjustableFilter Filter { get; } = filter;

    public FaceDetection Face { get; private set; }

    public TimeSpan LastSeen { get; private set; }

    public bool IsSeen { get; set; }

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

    /// <summary>Confidences of different models do not compare, so each face is held against its own running mean.</summary>
    public void Note(float confidence)
    {
        if (float.IsNaN(_usualConfidence)) _usualConfidence = confidence;
        IsDoubtful = confidence < 0.6f * _usualConfidence;
        _usualConfidence += 0.1f * (confidence - _usualConfidence);
    }
}
