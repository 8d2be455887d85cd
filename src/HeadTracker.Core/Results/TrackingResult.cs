using HeadTracker.Attention;

namespace HeadTracker.Results;

/// <summary>What the tracker found in one frame, with the frame's number and times. Reused from frame to frame.</summary>
public sealed class TrackingResult
{
    /// <summary>Number of the frame in its source, from 0; frames that were dropped leave gaps.</summary>
    public long Index { get; set; }

    /// <summary>When the picture was taken, on the source's own clock.</summary>
    public TimeSpan Timestamp { get; set; }

    /// <summary>Reading and decoding the picture, from the moment it was there to be had.</summary>
    public TimeSpan Capture { get; set; }

    /// <summary>From the picture's arrival to its filtered poses; for files, which are read ahead, without the waiting in between.</summary>
    public TimeSpan EndToEnd { get; set; }

    /// <summary>Whether anybody is followed, and how sure that is.</summary>
    public TrackingState State { get; set; }

    /// <summary>Faces seen in this frame; the first one is "the" face.</summary>
    public List<FacePose> Faces { get; } = new(8);

    /// <summary>Whether a pose is sent although it is unsure.</summary>
    public bool SendsUnsure { get; set; }

    /// <summary>"The" face as outputs get it: null when none is seen, or when it is unsure and <see cref="SendsUnsure"/> is not set.</summary>
    public FacePose? Sent => Faces.Count > 0 && (Faces[0].IsSure || SendsUnsure) ? Faces[0] : null;

    /// <summary>Faces that were followed and are not seen in this frame.</summary>
    public List<LostFace> Lost { get; } = new(8);

    /// <summary>What the driver-monitoring demo makes of it, or null when it is off.</summary>
    public AttentionStatus? Attention { get; set; }

    /// <summary>Warnings that stand.</summary>
    public List<AttentionWarning> Warnings { get; } = new(8);

    /// <summary>Warnings that this frame raised and cleared.</summary>
    public List<AttentionEvent> AttentionEvents { get; } = new(8);

    /// <summary>Whether the whole frame was searched.</summary>
    public bool Searched { get; set; }

    /// <summary>Whether the detector ran at all, on the whole frame or on a face's surroundings.</summary>
    public bool Looked { get; set; }

    /// <summary>Searching and following.</summary>
    public TimeSpan Detection { get; set; }

    /// <summary>The part of detection and estimation that was spent inside the networks.</summary>
    public TimeSpan Networks { get; set; }

    /// <summary>Zero when there was no face to estimate.</summary>
    public TimeSpan Estimation { get; set; }

    /// <summary>Zero when there was no face.</summary>
    public TimeSpan Filtering { get; set; }

    /// <summary>Empties it for the next frame.</summary>
    public void Clear()
    {
        (Index, Timestamp, Capture, EndToEnd, State) = (0, default, default, default, default);
        Faces.Clear();
        Lost.Clear();
        Warnings.Clear();
        AttentionEvents.Clear();
        Attention = null;
        SendsUnsure = false;
        (Searched, Looked) = (false, false);
        (Detection, Networks, Estimation, Filtering) = (default, default, default, default);
    }

    /// <summary>Becomes a copy of another result.</summary>
    public void CopyFrom(TrackingResult other)
    {
        Clear();
        (Index, Timestamp, Capture, EndToEnd, State) = (other.Index, other.Timestamp, other.Capture, other.EndToEnd, other.State);
        Faces.AddRange(other.Faces);
        Lost.AddRange(other.Lost);
        (Attention, SendsUnsure) = (other.Attention, other.SendsUnsure);
        Warnings.AddRange(other.Warnings);
        AttentionEvents.AddRange(other.AttentionEvents);
        (Searched, Looked) = (other.Searched, other.Looked);
        (Detection, Networks, Estimation, Filtering) = (other.Detection, other.Networks, other.Estimation, other.Filtering);
    }
}
