using HeadTracker.Detection;
using HeadTracker.Filtering;

namespace HeadTracker.Tracking;

/// <summary>One person from frame to frame.</summary>
internal sealed class FaceTrack(int id, AdjustableFilter filter)
{
    private float _usualConfidence = float.NaN;

    public int Id { get; } = id;

    public AdjustableFilter Filter { get; } = filter;

    public FaceDetection Face { get; private set; }

    public TimeSpan LastSeen { get; private set; }

    public bool IsSeen { get; set; }

    /// <summary>The pose is much less certain than this face's poses usually are: the box may have slipped off.</summary>
    public bool IsDoubtful { get; private set; }

    public void See(in FaceDetection face, TimeSpan time) => (Face, LastSeen, IsSeen) = (face, time, true);

    /// <summary>Confidences of different models do not compare, so each face is held against its own running mean.</summary>
    public void Note(float confidence)
    {
        if (float.IsNaN(_usualConfidence)) _usualConfidence = confidence;
        IsDoubtful = confidence < 0.6f * _usualConfidence;
        _usualConfidence += 0.1f * (confidence - _usualConfidence);
    }
}
